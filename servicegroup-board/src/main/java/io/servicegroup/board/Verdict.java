package io.servicegroup.board;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.stream.Collectors;

import io.servicegroup.GroupView;
import io.servicegroup.MemberSwitches;
import io.servicegroup.MembershipStatus;
import io.servicegroup.MigrationStatus;
import io.servicegroup.board.BoardEvent.Kind;
import org.jspecify.annotations.Nullable;

/**
 * Whether the group is well, with the reasons in words. A pure function.
 *
 * @param level green, amber or red
 * @param headline the worst reason
 * @param sentence more about it, and the other reasons
 * @param counts the numbers of members by state
 */
record Verdict(Level level, String headline, String sentence, Map<String, Integer> counts) {

	/** How long a member that has left counts. */
	static final Duration LATELY = Duration.ofMinutes(5);

	/** So many members that left lately are red, if they are also */
	private static final int MANY = 3;

	/** one in so many. */
	private static final int SHARE = 4;

	enum Level {

		GREEN, AMBER, RED

	}

	private record Reason(Level level, String headline, String sentence) {
	}

	/**
	 * Judges a group.
	 * @param status the status of this application
	 * @param view the view of the group, or {@code null} if it was never read
	 * @param leader the leader, or {@code null} if unknown
	 * @param leaderOverdue whether there has been no leader for a membership timeout
	 * @param left the members that left lately, and how
	 */
	static Verdict of(MembershipStatus status, @Nullable GroupView view, @Nullable BoardLeader leader,
			boolean leaderOverdue, Map<String, Kind> left) {
		return of(status, view, leader, leaderOverdue, left, false);
	}

	/**
	 * Judges a group.
	 * @param sessionEnded whether the view is stale because the store has ended the
	 * session, and not because it is unavailable
	 */
	static Verdict of(MembershipStatus status, @Nullable GroupView view, @Nullable BoardLeader leader,
			boolean leaderOverdue, Map<String, Kind> left, boolean sessionEnded) {
		if (view == null) {
			return new Verdict(Level.RED, "The group has not been read yet",
					"Its members are unknown. This does not mean that it is empty.", Map.of());
		}
		Departures gone = Departures.of(left);
		List<Reason> reasons = new ArrayList<>();
		addOwn(reasons, status, view, sessionEnded);
		addSwitches(reasons, status.memberId(), view);
		addLeft(reasons, view, gone);
		if (leaderOverdue) {
			reasons.add(new Reason(Level.AMBER, "No leader is elected", ""));
		}
		addMigration(reasons, status.migration());
		return of(reasons, leads(leader), counts(view, gone));
	}

	private static Verdict of(List<Reason> reasons, String leads, Map<String, Integer> counts) {
		if (reasons.isEmpty()) {
			return new Verdict(Level.GREEN, "All is well", ("The list is live. " + leads).strip(), counts);
		}
		Reason worst = reasons.stream()
			.filter((reason) -> reason.level == Level.RED)
			.findFirst()
			.orElse(reasons.get(0));
		String others = reasons.stream()
			.filter((reason) -> !reason.equals(worst))
			.map((reason) -> reason.headline + ".")
			.collect(Collectors.joining(" "));
		String sentence = others.isEmpty() ? worst.sentence : ended(worst.sentence);
		return new Verdict(worst.level, worst.headline, (sentence + " " + others).strip(), counts);
	}

	/** What an operator or a store wrote may end without a full stop. */
	private static String ended(String text) {
		String sentence = text.strip();
		boolean ends = sentence.isEmpty() || ".!?".indexOf(sentence.charAt(sentence.length() - 1)) >= 0;
		return ends ? sentence : sentence + ".";
	}

	private static void addOwn(List<Reason> reasons, MembershipStatus status, GroupView view, boolean sessionEnded) {
		MemberSwitches own = view.switches().getOrDefault(status.memberId(), MemberSwitches.NONE);
		if (view.stale()) {
			reasons.add(new Reason(Level.RED,
					sessionEnded ? "The session with the backend has ended" : "The backend is unavailable",
					(sessionEnded ? "A new one is being opened. " : "") + "Members may have joined or left since."));
		}
		if (own.forcedDown()) {
			reasons.add(new Reason(Level.RED, "This member is forced down",
					"All members see it as down, even while it sends heartbeats."));
		}
		if (!view.stale() && !status.isUp() && status.groups().contains(view.group())) {
			reasons.add(new Reason(Level.RED, "Not a member",
					"The group can be read, but this application is not a member of it."));
		}
		if (own.disabled()) {
			reasons.add(new Reason(Level.AMBER, "Out of service", "An operator disabled this member: " + own.reason()));
		}
	}

	private static void addSwitches(List<Reason> reasons, String self, GroupView view) {
		List<String> lostFences = with(view.lostSwitches(), "", MemberSwitches::forcedDown);
		if (!lostFences.isEmpty()) {
			reasons.add(new Reason(Level.RED, "The store has lost that " + members(lostFences, "forced down"),
					Departures.names(lostFences) + ": no operator cleared it. The action restore-lost sets it again."));
		}
		List<String> lostReasons = with(view.lostSwitches(), "", MemberSwitches::disabled);
		if (!lostReasons.isEmpty()) {
			reasons.add(new Reason(Level.AMBER, "The store has lost that " + members(lostReasons, "disabled"),
					Departures.names(lostReasons)
							+ ": no operator enabled it. The action restore-lost sets it again."));
		}
		List<String> down = with(view.switches(), self, MemberSwitches::forcedDown);
		if (!down.isEmpty()) {
			reasons.add(new Reason(Level.AMBER, members(down, "forced down"), Departures.names(down) + "."));
		}
		List<String> disabled = with(view.switches(), self, (one) -> one.disabled() && !one.forcedDown());
		if (!disabled.isEmpty()) {
			String why = (disabled.size() > 1) ? "."
					: ": " + view.switches().getOrDefault(disabled.get(0), MemberSwitches.NONE).reason();
			reasons.add(new Reason(Level.AMBER, members(disabled, "disabled"), Departures.names(disabled) + why));
		}
	}

	/** Leaves in order are no trouble: only deaths, or what may be one, count. */
	private static void addLeft(List<Reason> reasons, GroupView view, Departures left) {
		int lost = left.died().size() + left.gone().size();
		if (lost > 0) {
			int before = view.members().size() + lost;
			boolean many = lost >= MANY && lost * SHARE >= before;
			String what = left.words() + " in the last " + LATELY.toMinutes() + " minutes";
			reasons.add(many ? new Reason(Level.RED, lost + " of " + before + " members" + what, left.names())
					: new Reason(Level.AMBER, number(lost) + what, left.names()));
		}
	}

	private static void addMigration(List<Reason> reasons, @Nullable MigrationStatus migration) {
		if (migration != null && migration.problem() != null) {
			reasons.add(new Reason(Level.AMBER, "The source of the migration is unavailable",
					String.valueOf(migration.problem())));
		}
	}

	private static String leads(@Nullable BoardLeader leader) {
		if (leader == null) {
			return "";
		}
		return !leader.elected() ? "No leader is elected."
				: ((leader.id() != null) ? leader.id() : "A member with an unknown id") + " leads.";
	}

	private static List<String> with(Map<String, MemberSwitches> switches, String except,
			Predicate<MemberSwitches> set) {
		return switches.entrySet()
			.stream()
			.filter((entry) -> !entry.getKey().equals(except) && set.test(entry.getValue()))
			.map(Map.Entry::getKey)
			.sorted()
			.toList();
	}

	private static String number(int members) {
		return members + ((members == 1) ? " member" : " members");
	}

	private static String members(List<String> members, String state) {
		return number(members.size()) + ((members.size() == 1) ? " is " : " are ") + state;
	}

	private static Map<String, Integer> counts(GroupView view, Departures left) {
		Map<String, Integer> counts = new LinkedHashMap<>();
		counts.put("up", view.members().size());
		counts.put("disabled", with(view.switches(), "", (one) -> one.disabled() && !one.forcedDown()).size());
		counts.put("forcedDown", with(view.switches(), "", MemberSwitches::forcedDown).size());
		counts.put("left", left.left().size());
		counts.put("died", left.died().size());
		counts.put("gone", left.gone().size());
		return counts;
	}

	Map<String, @Nullable Object> json() {
		Map<String, @Nullable Object> json = new LinkedHashMap<>();
		json.put("level", this.level.name());
		json.put("headline", this.headline);
		json.put("sentence", this.sentence);
		json.put("counts", this.counts);
		return json;
	}

}
