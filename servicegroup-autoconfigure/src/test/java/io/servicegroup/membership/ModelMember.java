package io.servicegroup.membership;

import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.LongSupplier;

import io.servicegroup.GroupView;
import io.servicegroup.MemberEvent;
import io.servicegroup.driver.ServiceGroupDriver;
import io.servicegroup.tooz.ModelCoordinators;
import org.jspecify.annotations.Nullable;

/**
 * What {@link LiveServiceGroupAPI} puts together, without its threads: the model runs
 * each part when it is due.
 */
public final class ModelMember {

	private final ServiceGroupDriver driver;

	private final LongSupplier nanoTime;

	private final Clock clock;

	private final Membership membership;

	private final Announcements announcements;

	private final List<Candidacy> candidacies = new ArrayList<>();

	public ModelMember(ServiceGroupDriver driver, LongSupplier nanoTime, Clock clock) {
		this.driver = driver;
		this.nanoTime = nanoTime;
		this.clock = clock;
		this.membership = new Membership(driver, nanoTime);
		this.announcements = new Announcements(driver.memberId(), clock);
	}

	public void want(String group, Map<String, ?> capabilities) {
		this.membership.want(group, capabilities);
	}

	public void join(String group, Map<String, ?> capabilities) {
		this.membership.join(group, capabilities);
	}

	public void leave(String group) {
		this.membership.leave(group);
	}

	public boolean leaveAll() {
		return this.membership.leaveAll();
	}

	public void lastBeat() {
		this.membership.lastBeat();
	}

	public void updateCapabilities(String group, Map<String, ?> capabilities) {
		this.membership.updateCapabilities(group, capabilities);
	}

	public void beat() {
		this.membership.beat();
	}

	public @Nullable String problem() {
		return this.membership.problem();
	}

	public Set<String> groups() {
		return this.membership.groups();
	}

	/** Follows a group; the model reads it when it is due. */
	public View follow(String group, Duration poll, Runnable wake, Consumer<MemberEvent> listener) {
		return new View(new LiveView(group, this.driver, poll, this.clock, this.nanoTime, wake,
				List.of(ModelCoordinators.listener(listener))));
	}

	public void runForLeader(String group) {
		this.candidacies.add(new Candidacy(group, this.driver.memberId(), this.driver.elections(), this.announcements,
				this.nanoTime));
	}

	/** One round of the campaign. */
	public void contend() {
		new ElectionRound(this.driver.elections(), this.candidacies).hold();
	}

	public boolean isLeader() {
		return this.candidacies.stream().anyMatch(Candidacy::isLeader);
	}

	/** As {@link Campaign#stop} does. */
	public void resign() {
		this.candidacies.forEach((candidacy) -> candidacy.resign(Duration.ZERO));
		this.candidacies.forEach(Candidacy::withdraw);
	}

	/**
	 * A group as it was last read.
	 */
	public static final class View {

		private final LiveView view;

		View(LiveView view) {
			this.view = view;
		}

		public void refresh() {
			this.view.refresh();
		}

		public long nanosUntilDue() {
			return this.view.follower().nanosUntilDue();
		}

		public @Nullable GroupView peek() {
			return this.view.peek();
		}

	}

}
