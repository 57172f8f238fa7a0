package io.servicegroup.model;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import io.servicegroup.GroupView;
import io.servicegroup.Member;
import io.servicegroup.tooz.Capabilities;

/**
 * Looks after each step whether the rules hold.
 */
final class Rules {

	private static final long BOUND = World.HEARTBEAT.plusSeconds(1).toNanos();

	private final World world;

	private final Map<Object, byte[]> packed = new HashMap<>();

	private RuleViolation first;

	Rules(World world) {
		this.world = world;
	}

	private void require(boolean holds, Rule rule, String what) {
		if (!holds) {
			throw broken(rule, what);
		}
	}

	/** Kept, as a loop under test that survives every error survives this one, too. */
	RuleViolation broken(Rule rule, String what) {
		RuleViolation broken = new RuleViolation(rule, what);
		this.first = (this.first != null) ? this.first : broken;
		return broken;
	}

	void afterStep() {
		if (this.first != null) {
			throw this.first;
		}
		List<Process> leaders = new ArrayList<>();
		for (Process process : this.world.processes()) {
			if (!process.isEnded() && !process.isPaused()) {
				if (process.isIdle()) {
					requireRegistered(process);
					healthIsTrue(process);
				}
				if (process.member().isLeader()) {
					leaders.add(process);
				}
			}
		}
		// Where the store has lost a leadership, the old leader does not know at once.
		require(leaders.size() < 2 || since(this.world.harmedAt()) < World.TIMEOUT.toNanos(), Rule.ONE_LEADER,
				leaders + " lead");
	}

	private long since(long time) {
		return this.world.now() - time;
	}

	private void requireRegistered(Process process) {
		if (since(Math.max(process.disturbedAt(), this.world.harmedAt())) <= BOUND || isRivalled(process)) {
			return;
		}
		SimulatedStore store = this.world.store();
		if (process.isStopped() && !isDropped(process)) {
			return;
		}
		process.left().forEach((group) -> {
			Optional<SimulatedStore.Entry> entry = store.entry(group, process.id());
			require(entry.isEmpty() || entry.get().writer() != process.backend(), Rule.GONE,
					process + " has left " + group + ", but is still registered in it");
		});
		if (!process.isStopped()) {
			process.wanted()
				.forEach((group, capabilities) -> require(
						isRegisteredWith(process, store.entry(group, process.id()), packed(capabilities)), Rule.HEALED,
						process + " reached the store, but is not registered in " + group + " with " + capabilities));
			require(process.member().problem() == null, Rule.HEALTH_IS_TRUE,
					process + " is registered in its groups, but reports " + process.member().problem());
		}
	}

	/**
	 * Who stops while the store does not answer is left to the timeout, or to the end of
	 * its session.
	 */
	private boolean isDropped(Process process) {
		return !this.world.hasSessions()
				&& since(Math.max(process.disturbedAt(), this.world.harmedAt())) > BOUND + World.TIMEOUT.toNanos();
	}

	private static boolean isRegisteredWith(Process process, Optional<SimulatedStore.Entry> entry,
			byte[] capabilities) {
		return entry.filter((found) -> found.writer() == process.backend() && found.has(capabilities)).isPresent();
	}

	/** Whether another has its id, or may have it still in the store. */
	private boolean isRivalled(Process process) {
		return this.world.processes()
			.stream()
			.anyMatch((other) -> other != process && other.id().equals(process.id())
					&& (!other.isEnded() || since(other.endedAt()) <= World.TIMEOUT.toNanos() + BOUND));
	}

	private void healthIsTrue(Process process) {
		if (process.isStopped() || process.member().problem() != null) {
			return;
		}
		Long good = process.lastGood();
		require(good != null && since(good) < World.TIMEOUT.toNanos(), Rule.HEALTH_IS_TRUE,
				process + " reports no problem, but its last successful heartbeat was at " + good);
		require(process.backend().entered().containsAll(process.wanted().keySet()), Rule.HEALTH_IS_TRUE,
				process + " is well, but has joined " + process.backend().entered());
	}

	/** Nobody is brought back who has left. */
	void mayEnter(Process process, String group) {
		require(process.mayEnter(group), Rule.GONE, process + " has left " + group + ", and joins it");
	}

	void noGhosts(Map<String, SimulatedStore.Entry> listed) {
		listed.forEach((id, entry) -> {
			Long sign = this.world.lastSign(id);
			require(sign != null && since(sign) <= World.TIMEOUT.toNanos(), Rule.NO_GHOSTS,
					id + " is listed, and was last heard of at " + sign);
		});
	}

	void viewWasRead(Process process, Observer observer, GroupView before, boolean told, boolean comparable) {
		GroupView now = observer.view();
		Map<String, SimulatedStore.Entry> listed = process.backend().listed();
		if (listed == null && !process.backend().groupIsAbsent()) {
			observer.gracePeriod().failed();
		}
		if (listed != null
				&& observer.gracePeriod().lasts(process.backend().listedAt(), BOUND + World.TIMEOUT.toNanos() / 4)
				&& lacksSomebody(before, listed) && isAsBefore(now, before, told)) {
			return;
		}
		if (listed == null) {
			require(process.backend().groupIsAbsent() || (now == null) == (before == null), Rule.STALE_NOT_EMPTY,
					observer + " is " + now + " after a failed reading");
			if (!process.backend().groupIsAbsent() && before != null) {
				require(isAsBefore(now, before, told), Rule.STALE_NOT_EMPTY,
						observer + " was " + before + " and is " + now + " after a failed reading");
			}
			return;
		}
		require(now != null && (!now.stale() || observer.readTooLate()) && isListed(now, listed), Rule.VIEWS_NEVER_LIE,
				observer + " is " + now + ", but the store listed " + listed);
		require(before == null || !comparable || !now.asOf().isBefore(before.asOf()), Rule.AS_OF_GROWS,
				observer + " is " + now + " after " + before);
		require(observer.heard().equals(members(now)), Rule.EVENTS_MAKE_THE_VIEW,
				observer + " is " + now + ", but its events make " + observer.heard());
	}

	private static boolean isAsBefore(GroupView now, GroupView before, boolean told) {
		return now.stale() && now.members().equals(before.members()) && !told;
	}

	private static boolean lacksSomebody(GroupView before, Map<String, SimulatedStore.Entry> listed) {
		return before != null && !before.members().stream().allMatch((member) -> listed.containsKey(member.id()));
	}

	private boolean isListed(GroupView view, Map<String, SimulatedStore.Entry> listed) {
		return view.members().size() == listed.size() && view.members()
			.stream()
			.allMatch((member) -> listed.containsKey(member.id())
					&& listed.get(member.id()).has(packed(member.capabilities())));
	}

	private byte[] packed(Map<String, ?> capabilities) {
		return this.packed.computeIfAbsent(capabilities, Capabilities::encode);
	}

	private static Map<String, Member> members(GroupView view) {
		Map<String, Member> members = new HashMap<>();
		view.members().forEach((member) -> members.put(member.id(), member));
		return members;
	}

	/** When nothing has gone wrong for a while. */
	void quiet(Duration after) {
		for (Process process : this.world.processes()) {
			if (!process.isEnded()) {
				process.observers().forEach((group, observer) -> {
					GroupView view = observer.view();
					Map<String, Object> truth = this.world.truth(group);
					Map<String, Object> seen = new HashMap<>();
					if (view != null) {
						view.members().forEach((member) -> seen.put(member.id(), member.capabilities()));
					}
					truth.keySet().removeIf((id) -> this.world.isOpen(group, id));
					seen.keySet().removeIf((id) -> this.world.isOpen(group, id));
					require(view != null && !view.stale() && seen.equals(truth), Rule.QUIET_IS_TRUE, observer + " is "
							+ view + " " + seen + ", the truth is " + truth + " " + after + " after the last trouble");
				});
			}
		}
	}

}
