package io.servicegroup.board;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

import io.servicegroup.GroupView;
import io.servicegroup.Member;
import io.servicegroup.MemberSwitches;
import io.servicegroup.MembershipStatus;
import io.servicegroup.board.Trouble.Level;
import org.jspecify.annotations.Nullable;

/**
 * Whether the group is well, and what is not. A pure function.
 *
 * @param level green, amber or red
 * @param headline what is not well, the most urgent first, without times
 * @param sentence more about the group as a whole
 * @param troubles what is not well, the most urgent first
 * @param counts the numbers of members by state. Each member counts once, except that
 * {@code disabled} ones are among those {@code up}
 */
record Verdict(Level level, String headline, String sentence, List<Trouble> troubles, Map<String, Integer> counts) {

	/** How long a member that has left counts. */
	static final Duration LATELY = Duration.ofMinutes(5);

	/** The headline has so many troubles. */
	private static final int MAX_TROUBLES = 3;

	/**
	 * Judges a group.
	 * @param status the status of this application
	 * @param view the view of the group, or {@code null} if it was never read
	 * @param leader the leader, or {@code null} if unknown
	 * @param leaderOverdue whether there has been no leader for a membership timeout
	 * @param latest since when members are not well, and who left lately
	 * @param sessionEnded whether the view is stale because the store has ended the
	 * session, and not because it is unavailable
	 */
	static Verdict of(MembershipStatus status, @Nullable GroupView view, @Nullable BoardLeader leader,
			boolean leaderOverdue, Latest latest, boolean sessionEnded) {
		if (view == null) {
			Trouble unread = Trouble.of(Level.RED, Trouble.Kind.NOT_READ, "The group has not been read yet",
					"Its members are unknown. This does not mean that it is empty.");
			return of(List.of(unread), "", Map.of());
		}
		return of(Troubles.of(status, view, latest, leaderOverdue, sessionEnded), leads(leader), counts(view, latest));
	}

	private static Verdict of(List<Trouble> troubles, String leads, Map<String, Integer> counts) {
		if (troubles.isEmpty()) {
			return new Verdict(Level.GREEN, "All is well", ("The list is live. " + leads).strip(), troubles, counts);
		}
		String headline = troubles.stream()
			.limit(MAX_TROUBLES)
			.map(Trouble::headline)
			.collect(Collectors.joining(", "));
		if (troubles.size() > MAX_TROUBLES) {
			headline += " and " + (troubles.size() - MAX_TROUBLES) + " more";
		}
		String sentence = troubles.stream()
			.map((trouble) -> ended(trouble.sentence()))
			.filter((text) -> !text.isEmpty())
			.collect(Collectors.joining(" "));
		return new Verdict(troubles.get(0).level(), headline, sentence, troubles, counts);
	}

	/** What a store wrote may end without a full stop. */
	private static String ended(String text) {
		String sentence = text.strip();
		boolean ends = sentence.isEmpty() || ".!?".indexOf(sentence.charAt(sentence.length() - 1)) >= 0;
		return ends ? sentence : sentence + ".";
	}

	private static String leads(@Nullable BoardLeader leader) {
		if (leader == null) {
			return "";
		}
		return !leader.elected() ? "No leader is elected."
				: ((leader.id() != null) ? leader.id() : "A member with an unknown id") + " leads.";
	}

	private static Map<String, Integer> counts(GroupView view, Latest latest) {
		List<String> left = latest.departed(BoardEvent.Kind.LEFT, view);
		List<String> died = latest.departed(BoardEvent.Kind.DIED, view);
		List<String> gone = latest.departed(BoardEvent.Kind.GONE, view);
		Map<String, Integer> counts = new LinkedHashMap<>();
		counts.put("up", view.members().size());
		counts.put("disabled",
				(int) view.members().stream().map(Member::switches).filter(MemberSwitches::disabled).count());
		counts.put("forcedDown", (int) view.switches().values().stream().filter(MemberSwitches::forcedDown).count());
		counts.put("disabledDown", (int) view.switches().entrySet().stream().filter((entry) -> {
			String id = entry.getKey();
			boolean counted = left.contains(id) || died.contains(id) || gone.contains(id);
			return entry.getValue().disabled() && !entry.getValue().forcedDown() && !view.isUp(id) && !counted;
		}).count());
		counts.put("left", left.size());
		counts.put("died", died.size());
		counts.put("gone", gone.size());
		return counts;
	}

	/** The counts change more often, so they are sent on their own. */
	Map<String, @Nullable Object> json() {
		Map<String, @Nullable Object> json = new LinkedHashMap<>();
		json.put("level", this.level.name());
		json.put("headline", this.headline);
		json.put("sentence", this.sentence);
		json.put("troubles", this.troubles.stream().map(Trouble::json).toList());
		return json;
	}

}
