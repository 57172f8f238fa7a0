package io.servicegroup.model;

import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.function.Supplier;

import io.servicegroup.tooz.InvalidToozUrlException;
import io.servicegroup.tooz.MemberAlreadyExistsException;
import io.servicegroup.tooz.MemberNotJoinedException;
import io.servicegroup.tooz.OperationTimeoutException;
import io.servicegroup.tooz.StoreUnavailableException;
import io.servicegroup.tooz.spi.MemberStore;

/**
 * A store for one reconciler. As in Redis and memcached, a member has one heartbeat key
 * for all its groups, and another process may take its id. Each call may be refused, lose
 * its reply, or be delayed until the next call.
 */
final class ReconcilerStore implements MemberStore {

	/** Capabilities that the store always refuses. */
	static final byte[] INVALID = { 0 };

	/** Whether a heartbeat also compares the capabilities. */
	private final boolean comparesCapabilities;

	private final Choices choices;

	private final Map<String, byte[]> entries = new TreeMap<>();

	private final List<String> journal;

	/** How many calls may still fail. */
	private int faults;

	private boolean taken;

	private Runnable late = () -> {
	};

	/** Called for each join. */
	private Consumer<String> joins = (group) -> {
	};

	ReconcilerStore(boolean comparesCapabilities, int faults, Choices choices, List<String> journal) {
		this.comparesCapabilities = comparesCapabilities;
		this.faults = faults;
		this.choices = choices;
		this.journal = journal;
	}

	void onJoin(Consumer<String> joins) {
		this.joins = joins;
	}

	/** Sets whether another process holds the member's id. */
	void take(boolean taken) {
		this.taken = taken;
	}

	boolean isTaken() {
		return this.taken;
	}

	void lose(String group) {
		this.entries.remove(group);
	}

	byte[] entry(String group) {
		return this.entries.get(group);
	}

	void calmDown() {
		this.faults = 0;
	}

	@Override
	public Duration membershipTimeout() {
		return Duration.ofSeconds(1);
	}

	@Override
	public void join(String group, byte[] capabilities) {
		this.joins.accept(group);
		call("join " + group, () -> {
			if (capabilities == INVALID) {
				throw new InvalidToozUrlException("Never", "Something else");
			}
			requireOwn(group);
			return this.entries.put(group, capabilities);
		});
	}

	@Override
	public void leave(String group) {
		call("leave " + group, () -> {
			if (this.taken || this.entries.remove(group) == null) {
				throw new MemberNotJoinedException(group, "a");
			}
			return true;
		});
	}

	@Override
	public Set<String> beat(Map<String, byte[]> memberships) {
		return call("beat " + new TreeSet<>(memberships.keySet()), () -> {
			Set<String> lost = new TreeSet<>();
			memberships.forEach((group, capabilities) -> {
				requireOwn(group);
				byte[] entry = this.entries.get(group);
				if (entry == null || this.comparesCapabilities && !Arrays.equals(entry, capabilities)) {
					lost.add(group);
				}
			});
			return lost;
		});
	}

	private void requireOwn(String group) {
		if (this.taken) {
			throw new MemberAlreadyExistsException(group, "a");
		}
	}

	private <T> T call(String what, Supplier<T> work) {
		Runnable before = this.late;
		this.late = () -> {
		};
		before.run();
		int fate = (this.faults > 0) ? this.choices.below(4) : 0;
		this.faults -= (fate > 0) ? 1 : 0;
		this.journal.add("  " + what + ": " + List.of("ok", "refused", "reply lost", "late").get(fate));
		if (fate == 1) {
			throw new StoreUnavailableException("Refused", null);
		}
		if (fate == 3) {
			this.late = () -> ignoring(work);
			throw new OperationTimeoutException("Late", null);
		}
		T answer = work.get();
		if (fate == 2) {
			throw new StoreUnavailableException("The connection was closed before the reply", null);
		}
		return answer;
	}

	private static void ignoring(Supplier<?> work) {
		try {
			work.get();
		}
		catch (MemberAlreadyExistsException | MemberNotJoinedException | InvalidToozUrlException ex) {
			// The caller has already got a timeout.
		}
	}

}
