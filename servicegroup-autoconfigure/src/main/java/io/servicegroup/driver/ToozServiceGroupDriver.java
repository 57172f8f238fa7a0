package io.servicegroup.driver;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

import io.servicegroup.Member;
import io.servicegroup.tooz.Coordinator;
import io.servicegroup.tooz.Coordinators;
import io.servicegroup.tooz.Feature;
import io.servicegroup.tooz.GroupNotCreated;
import io.servicegroup.tooz.InvalidToozUrl;
import io.servicegroup.tooz.MemberNotJoined;
import io.servicegroup.tooz.ToozUrl;

/**
 * The driver over a tooz {@link Coordinator}, which connects when it is first needed:
 * turns tooz's errors into this project's.
 */
public final class ToozServiceGroupDriver implements ServiceGroupDriver {

	private final ToozUrl url;

	private final Coordinator coordinator;

	private final ToozErrors errors;

	private final ToozElections elections;

	/**
	 * Creates the driver; nothing is connected yet.
	 * @param url the coordination URL
	 * @param memberId the id under which it joins
	 * @throws InvalidToozUrl if the id is refused
	 */
	public ToozServiceGroupDriver(ToozUrl url, String memberId) {
		this(url, Coordinators.get(url, memberId));
		// A bean may acquire a lock before the application has started.
		this.coordinator.keepLocks();
	}

	ToozServiceGroupDriver(ToozUrl url, Coordinator coordinator) {
		this.url = url;
		this.coordinator = coordinator;
		this.errors = new ToozErrors(url);
		this.elections = new ToozElections(this.coordinator, this.errors);
	}

	/**
	 * Returns what the driver stands on, for locks and whatever else the API has not: the
	 * API's heart beats for it.
	 * @return the coordinator, which connects when it is first needed; stopped with the
	 * driver, and by nobody else
	 */
	public Coordinator coordinator() {
		return this.coordinator;
	}

	@Override
	public String memberId() {
		return this.coordinator.memberId();
	}

	@Override
	public String backend() {
		return Coordinators.backendName(this.url);
	}

	@Override
	public String url() {
		return this.url.toString();
	}

	@Override
	public Duration membershipTimeout() {
		return this.coordinator.membershipTimeout();
	}

	@Override
	public Duration shortestTimeout() {
		return this.coordinator.shortestTimeout();
	}

	@Override
	public void checkGroup(String group) {
		this.errors.run(() -> Coordinators.checkGroup(this.url, group));
	}

	@Override
	public void join(String group, Map<String, ?> capabilities) {
		PlainCapabilities.packed(capabilities);
		this.errors.run(() -> this.coordinator.joinGroupCreate(group, capabilities));
	}

	@Override
	public void leave(String group) {
		this.errors.run(() -> {
			try {
				this.coordinator.leaveGroup(group);
			}
			catch (MemberNotJoined | GroupNotCreated ex) {
				// Not being in it is what was asked for.
			}
		});
	}

	@Override
	public void updateCapabilities(String group, Map<String, ?> capabilities) {
		PlainCapabilities.packed(capabilities);
		this.errors.run(() -> this.coordinator.updateCapabilities(group, capabilities));
	}

	@Override
	public void heartbeat() {
		this.errors.run(() -> this.coordinator.heartbeat());
	}

	@Override
	public GroupListing read(String group) {
		return this.errors.call(() -> GroupListing.of(living(group), Notes.switches(this.coordinator.getNotes(group))));
	}

	@Override
	public boolean lookFor(String group, String member) {
		return this.coordinator.lookFor(group, member);
	}

	private List<Member> living(String group) {
		List<Member> members = new ArrayList<>();
		try {
			this.coordinator.getMembersWithCapabilities(group)
				.forEach((id, info) -> members.add(new Member(id, id.equals(memberId()), true,
						PlainCapabilities.of(info.capabilities()), info.updatedAt())));
		}
		catch (GroupNotCreated ex) {
			// A group that nobody has joined yet is an empty one.
		}
		return members;
	}

	@Override
	public void disable(String group, String member, String reason) {
		note(group, Notes.DISABLED + member, reason);
	}

	@Override
	public void enable(String group, String member) {
		takeAway(group, Notes.DISABLED + member);
	}

	@Override
	public void forceDown(String group, String member) {
		note(group, Notes.FORCED_DOWN + member, "");
	}

	@Override
	public void release(String group, String member) {
		takeAway(group, Notes.FORCED_DOWN + member);
	}

	/** A member that moves may be known where its group is not. */
	private void note(String group, String key, String text) {
		this.errors.callCreating(this.coordinator, () -> {
			this.coordinator.setNote(group, key, text);
			return true;
		});
	}

	private void takeAway(String group, String key) {
		this.errors.run(() -> {
			try {
				this.coordinator.setNote(group, key, null);
			}
			catch (GroupNotCreated ex) {
				// Where there is no group, nothing is noted of it.
			}
		});
	}

	@Override
	public Instant updatedTime(String group, String member) {
		return members(group).stream()
			.filter((m) -> m.id().equals(member))
			.findFirst()
			.map(Member::updatedAt)
			.orElseThrow(() -> this.errors.translated(new MemberNotJoined(group, member)));
	}

	@Override
	public Set<String> groups() {
		return this.errors.call(() -> this.coordinator.getGroups());
	}

	@Override
	public AutoCloseable watch(String group, Runnable lookAgain) {
		return this.errors.call(() -> this.coordinator.watch(group, lookAgain));
	}

	@Override
	public LeaderElections elections() {
		if (!this.coordinator.features().contains(Feature.ELECTION)) {
			return ServiceGroupDriver.super.elections();
		}
		return this.elections;
	}

	@Override
	public void close() {
		this.errors.run(this.coordinator::close);
	}

}
