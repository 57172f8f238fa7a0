package io.servicegroup.membership;

import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.LongSupplier;

import io.servicegroup.GroupView;
import io.servicegroup.MemberEvent;
import io.servicegroup.driver.ServiceGroupDriver;
import io.servicegroup.tooz.coordination.ModelCoordinators;
import io.servicegroup.tooz.coordination.PollInterval;
import io.servicegroup.tooz.coordination.StoreSilence;
import org.jspecify.annotations.Nullable;

/**
 * The parts of {@link LiveServiceGroupAPI}, without its threads: the model runs each part
 * when it is due.
 */
public final class ModelMember {

	private final ServiceGroupDriver driver;

	private final StoreSilence silence;

	private final Clock clock;

	private final Membership membership;

	private final LeaderElector elector;

	public ModelMember(ServiceGroupDriver driver, LongSupplier nanoTime, Clock clock) {
		this.driver = driver;
		this.silence = new StoreSilence(nanoTime);
		this.clock = clock;
		this.membership = new Membership(driver, nanoTime, (group) -> {
		});
		this.elector = new LeaderElector(driver, () -> Duration.ZERO, nanoTime, clock, Duration.ofSeconds(1));
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

	public void leaveAll() {
		this.membership.leaveAll();
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

	/** Creates the live view of a group. The model reads it when it is due. */
	public View follow(String group, Duration poll, Runnable wake, Consumer<MemberEvent> listener) {
		LiveView view = new LiveView(group, this.driver, PollInterval.regular(poll), this.clock, this.silence, wake,
				new LostSwitches.Counts());
		view.follower().addShared(ModelCoordinators.listener(listener));
		return new View(view);
	}

	public void joinElection(String group) {
		this.elector.join(group);
	}

	/** Runs one round of the elector. */
	public void elect() {
		this.elector.round();
	}

	public boolean isLeader() {
		return this.elector.groups().stream().anyMatch(this.elector::isLeader);
	}

	/** Resigns as {@link LeaderElector#stop} does. */
	public void resign() {
		this.elector.suspendAll();
	}

	/** Resumes as {@link LeaderElector#start} does. */
	public void resume() {
		this.elector.resumeAll();
	}

	/**
	 * The live view of a group.
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
