package io.servicegroup.board;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Predicate;

import io.servicegroup.GroupView;
import io.servicegroup.MemberSwitches;
import io.servicegroup.MembershipStatus;
import io.servicegroup.MigrationStatus;
import io.servicegroup.board.Trouble.Kind;
import io.servicegroup.board.Trouble.Level;
import org.jspecify.annotations.Nullable;

/**
 * Finds what is not well in a group, the most urgent first. Red is what needs someone
 * now; amber is what an operator has done, or what the group copes with.
 */
final class Troubles {

	/** So many members that died lately are red, if they are also */
	private static final int MANY = 3;

	/** one in so many. */
	private static final int SHARE = 4;

	/** Acts with different names and reasons are listed up to so many, then as one. */
	private static final int MAX_ACTS = 3;

	private static final String RESTORE = "No operator cleared it. The action restore-lost sets it again.";

	private final List<Trouble> found = new ArrayList<>();

	private final GroupView view;

	private final Latest latest;

	private Troubles(GroupView view, Latest latest) {
		this.view = view;
		this.latest = latest;
	}

	static List<Trouble> of(MembershipStatus status, GroupView view, Latest latest, boolean leaderOverdue,
			boolean sessionEnded) {
		Troubles troubles = new Troubles(view, latest);
		troubles.addBackend(status, sessionEnded);
		troubles.addMembership(status);
		troubles.addLost();
		troubles.addDead();
		troubles.addSwitches();
		if (leaderOverdue) {
			troubles.add(Level.AMBER, Kind.NO_LEADER, "No leader is elected", "");
		}
		troubles.addMigration(status.migration());
		return troubles.found.stream().sorted(Comparator.comparing(Trouble::level).reversed()).toList();
	}

	private void add(Level level, Kind kind, String headline, String sentence) {
		this.found.add(Trouble.of(level, kind, headline, sentence));
	}

	private void addBackend(MembershipStatus status, boolean sessionEnded) {
		if (!this.view.stale()) {
			return;
		}
		if (sessionEnded) {
			add(Level.RED, Kind.SESSION, "The session with the backend has ended",
					"A new one is being opened. Members may have joined or left since.");
		}
		else {
			add(Level.RED, Kind.BACKEND, "Backend unavailable",
					status.memberId() + " cannot read the group from " + status.backend()
							+ ": members may have joined or left since. Check that the store runs, and that "
							+ status.memberId() + " can reach it; it retries by itself.");
		}
	}

	private void addMembership(MembershipStatus status) {
		boolean fenced = of(this.view.switches(), status.memberId()).forcedDown();
		if (!this.view.stale() && !status.isUp() && !fenced && status.groups().contains(this.view.group())) {
			add(Level.RED, Kind.NOT_A_MEMBER, status.memberId() + " is not a member",
					status.memberId() + " serves this page. It can read the group, but is not registered in it.");
		}
	}

	/** A fence that is lost lets a member back that was to stay down. */
	private void addLost() {
		List<String> fences = with(this.view.lostSwitches(), MemberSwitches::forcedDown);
		if (!fences.isEmpty()) {
			addMembers(Level.RED, Kind.LOST_FORCED_DOWN, fences, 0,
					"The store lost that " + state(fences, "forced down"), RESTORE);
		}
		List<String> reasons = with(this.view.lostSwitches(), (one) -> one.disabled() && !one.forcedDown());
		if (!reasons.isEmpty()) {
			addMembers(Level.AMBER, Kind.LOST_DISABLED, reasons, 0, "The store lost that " + state(reasons, "disabled"),
					RESTORE);
		}
	}

	/** Leaves in order are no trouble: only deaths, or what may be one, count. */
	private void addDead() {
		List<String> died = inOrder(Kind.DIED, this.latest.departed(BoardEvent.Kind.DIED, this.view));
		List<String> gone = inOrder(Kind.GONE, this.latest.departed(BoardEvent.Kind.GONE, this.view));
		int lost = died.size() + gone.size();
		int before = this.view.members().size() + lost;
		boolean many = lost >= MANY && lost * SHARE >= before;
		Level level = many ? Level.RED : Level.AMBER;
		addDead(level, Kind.DIED, died, many ? before : 0, "died");
		addDead(level, Kind.GONE, gone, many ? before : 0, "left or died");
	}

	private List<String> inOrder(Kind kind, List<String> members) {
		return members.stream().sorted(Comparator.comparing((id) -> this.latest.at(kind, id))).toList();
	}

	private void addDead(Level level, Kind kind, List<String> members, int of, String what) {
		if (!members.isEmpty()) {
			String names = Trouble.names(members);
			addMembers(level, kind, members, of,
					(of > 0) ? members.size() + " of " + of + " members " + what + ": " + names : names + " " + what,
					"");
		}
	}

	private void addMembers(Level level, Kind kind, List<String> members, int of, String headline, String sentence) {
		List<Instant> times = members.stream().map((id) -> this.latest.at(kind, id)).toList();
		this.found
			.add(new Trouble(level, kind, members, of, earliest(times), newest(times), null, null, headline, sentence));
	}

	private void addSwitches() {
		addActs(Kind.FORCED_DOWN, "forced down", with(this.view.switches(), MemberSwitches::forcedDown));
		addActs(Kind.DISABLED, "disabled", with(this.view.switches(), (one) -> one.disabled() && !one.forcedDown()));
	}

	/** What one operator did for one reason is one trouble. */
	private void addActs(Kind kind, String state, List<String> members) {
		Map<Act, List<String>> acts = new LinkedHashMap<>();
		members.forEach((id) -> acts.computeIfAbsent(act(kind, id), (act) -> new ArrayList<>()).add(id));
		if (acts.size() > MAX_ACTS) {
			acts.clear();
			acts.put(new Act(null, null), members);
		}
		acts.forEach((act, ids) -> {
			List<Instant> times = ids.stream().map((id) -> this.latest.at(kind, id)).toList();
			this.found.add(new Trouble(Level.AMBER, kind, ids, 0, earliest(times), newest(times), act.operator,
					act.reason, state(ids, state), ""));
		});
	}

	private Act act(Kind kind, String id) {
		String reason = (kind == Kind.DISABLED) ? of(this.view.switches(), id).reason() : null;
		return new Act(this.latest.operator(kind, id), (reason == null || reason.isBlank()) ? null : reason);
	}

	private void addMigration(@Nullable MigrationStatus migration) {
		if (migration != null && migration.problem() != null) {
			add(Level.AMBER, Kind.MIGRATION, "The source of the migration is unavailable",
					String.valueOf(migration.problem()));
		}
	}

	private static @Nullable Instant earliest(List<Instant> times) {
		return times.contains(Instant.MIN) ? null : times.stream().min(Comparator.naturalOrder()).orElse(null);
	}

	private static @Nullable Instant newest(List<Instant> times) {
		return times.contains(Instant.MIN) ? null : times.stream().max(Comparator.naturalOrder()).orElse(null);
	}

	private static MemberSwitches of(Map<String, MemberSwitches> switches, String id) {
		return switches.getOrDefault(id, MemberSwitches.NONE);
	}

	private static List<String> with(Map<String, MemberSwitches> switches, Predicate<MemberSwitches> set) {
		return new TreeMap<>(switches).entrySet()
			.stream()
			.filter((entry) -> set.test(entry.getValue()))
			.map(Map.Entry::getKey)
			.toList();
	}

	private static String state(List<String> members, String state) {
		return Trouble.names(members) + ((members.size() == 1) ? " is " : " are ") + state;
	}

	private record Act(@Nullable String operator, @Nullable String reason) {
	}

}
