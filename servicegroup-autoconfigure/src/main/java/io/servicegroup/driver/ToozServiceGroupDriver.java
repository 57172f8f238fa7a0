package io.servicegroup.driver;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;

import io.servicegroup.DuplicateMemberException;
import io.servicegroup.InvalidServiceGroupException;
import io.servicegroup.Member;
import io.servicegroup.ServiceGroupException;
import io.servicegroup.ServiceGroupUnavailableException;
import io.servicegroup.tooz.Capabilities;
import io.servicegroup.tooz.Coordinator;
import io.servicegroup.tooz.Coordinators;
import io.servicegroup.tooz.Feature;
import io.servicegroup.tooz.GroupNotCreated;
import io.servicegroup.tooz.InvalidToozUrl;
import io.servicegroup.tooz.MemberAlreadyExist;
import io.servicegroup.tooz.MemberNotJoined;
import io.servicegroup.tooz.OperationTimedOut;
import io.servicegroup.tooz.SerializationError;
import io.servicegroup.tooz.ToozConnectionError;
import io.servicegroup.tooz.ToozError;
import io.servicegroup.tooz.ToozUrl;

/**
 * The driver over a tooz {@link Coordinator}, which connects when it is first needed:
 * turns tooz's errors into this project's.
 */
public final class ToozServiceGroupDriver implements ServiceGroupDriver {

	private final ToozUrl url;

	private final Coordinator coordinator;

	/**
	 * Creates the driver; nothing is connected yet.
	 * @param url the coordination URL
	 * @param memberId the id under which it joins
	 * @throws InvalidToozUrl if the id is refused, or the backend has no groups
	 */
	public ToozServiceGroupDriver(ToozUrl url, String memberId) {
		if (!Coordinators.features(url).contains(Feature.GROUPS)) {
			throw new InvalidToozUrl("'" + url + "' has locks, but no groups that an application could join.",
					"Use the URL for a coordinator of your own (Coordinators.get), and another one here.");
		}
		this.url = url;
		this.coordinator = Coordinators.get(url, memberId);
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
	public void checkGroup(String group) {
		run(() -> Coordinators.checkGroup(this.url, group));
	}

	@Override
	public void join(String group, Map<String, ?> capabilities) {
		checkPackable(capabilities);
		run(() -> this.coordinator.joinGroupCreate(group, capabilities));
	}

	@Override
	public void leave(String group) {
		run(() -> {
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
		checkPackable(capabilities);
		run(() -> this.coordinator.updateCapabilities(group, capabilities));
	}

	@Override
	public void heartbeat() {
		run(() -> this.coordinator.heartbeat());
	}

	@Override
	public List<Member> members(String group) {
		return call(() -> {
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
		});
	}

	@Override
	public Instant updatedTime(String group, String member) {
		return members(group).stream()
			.filter((m) -> m.id().equals(member))
			.findFirst()
			.map(Member::updatedAt)
			.orElseThrow(() -> translated(new MemberNotJoined(group, member)));
	}

	@Override
	public Set<String> groups() {
		return call(() -> this.coordinator.getGroups());
	}

	@Override
	public AutoCloseable watch(String group, Runnable lookAgain) {
		return call(() -> this.coordinator.watch(group, lookAgain));
	}

	@Override
	public void close() {
		run(this.coordinator::close);
	}

	private void checkPackable(Map<String, ?> capabilities) {
		try {
			Capabilities.encode(capabilities);
		}
		catch (SerializationError ex) {
			throw new InvalidServiceGroupException("The capabilities are refused: " + ex.getMessage() + ".",
					"Use text, numbers, booleans, lists and maps.", ex);
		}
	}

	private void run(Runnable work) {
		call(() -> {
			work.run();
			return true;
		});
	}

	private <T> T call(Supplier<T> work) {
		try {
			return work.get();
		}
		catch (ToozError ex) {
			throw translated(ex);
		}
	}

	private ServiceGroupException translated(ToozError ex) {
		if (ex instanceof MemberAlreadyExist duplicate) {
			return new DuplicateMemberException(duplicate.group(), duplicate.member(), ex);
		}
		if (ex instanceof InvalidToozUrl invalid) {
			return new InvalidServiceGroupException(invalid.getMessage(), invalid.fix(), ex);
		}
		if (ex instanceof ToozConnectionError || ex instanceof OperationTimedOut || ex instanceof SerializationError) {
			return new ServiceGroupUnavailableException(this.url + " cannot be asked: " + ex.getMessage(), ex);
		}
		return new ServiceGroupException(ex.getMessage() + " (" + this.url + ")", ex);
	}

}
