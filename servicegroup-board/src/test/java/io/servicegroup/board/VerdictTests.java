package io.servicegroup.board;

import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.IntStream;

import io.servicegroup.GroupView;
import io.servicegroup.Member;
import io.servicegroup.MemberEventCause;
import io.servicegroup.MemberSwitches;
import io.servicegroup.MembershipStatus;
import io.servicegroup.MigrationStatus;
import io.servicegroup.OperatorAct;
import io.servicegroup.board.Trouble.Level;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class VerdictTests {

	private static final Instant AT = Instant.parse("2026-01-01T12:00:00Z");

	private static final MemberSwitches DISABLED = new MemberSwitches(true, "its disk fails", false);

	private static final MemberSwitches FORCED_DOWN = new MemberSwitches(false, null, true);

	private static final Status UP = new Status(null, null);

	private final Latest latest = new Latest();

	private long number;

	private static GroupView view(Map<String, MemberSwitches> switches, String... members) {
		return new GroupView("web", AT,
				Arrays.stream(members)
					.map((id) -> Member.of(id, AT).withSwitches(switches.getOrDefault(id, MemberSwitches.NONE)))
					.toList(),
				switches);
	}

	/** Each event is a second after the one before. */
	private VerdictTests happened(BoardEvent.Kind kind, @Nullable String operator, String... members) {
		boolean left = Set.of("LEFT", "DIED", "GONE", "FORCED_DOWN").contains(kind.name());
		for (String id : members) {
			this.number++;
			this.latest.take(new BoardEvent(this.number, kind, id, AT.plusSeconds(this.number),
					MemberEventCause.OPERATOR, null, operator, left ? -1 : 0, null));
		}
		return this;
	}

	private Verdict of(GroupView view) {
		return Verdict.of(UP, view, null, false, this.latest, false);
	}

	@Test
	void aGroupWithoutTroubleIsGreen() {
		Verdict verdict = Verdict.of(UP, view(Map.of(), "a", "b"), new BoardLeader(true, "a"), false, this.latest,
				false);
		assertThat(verdict).isEqualTo(
				new Verdict(Level.GREEN, "All is well", "The list is live. a leads.", List.of(), counts("up", 2)));
	}

	@Test
	void aDisabledMemberIsAmberWithSinceWhenByWhomAndWhy() {
		Verdict verdict = happened(BoardEvent.Kind.DISABLED, "alice", "b").of(view(Map.of("b", DISABLED), "a", "b"));
		assertThat(verdict.level()).isEqualTo(Level.AMBER);
		assertThat(verdict.headline()).isEqualTo("b is disabled");
		assertThat(verdict.troubles()).hasSize(1);
		assertThat(verdict.troubles().get(0).json()).isEqualTo(Map.of("level", "AMBER", "kind", "DISABLED", "members",
				List.of("b"), "count", 1, "from", "2026-01-01T12:00:01Z", "to", "2026-01-01T12:00:01Z", "operator",
				"alice", "reason", "its disk fails"));
		assertThat(verdict.counts()).isEqualTo(counts("up", 2, "disabled", 1));
	}

	@Test
	void whatIsNotKnownIsNotSaid() {
		MemberSwitches blank = new MemberSwitches(true, " ", false);
		Trouble disabled = of(view(Map.of("b", blank), "a", "b")).troubles().get(0);
		assertThat(disabled.json()).doesNotContainKeys("from", "to", "operator", "reason");
	}

	@Test
	void anActThatWasReadFromTheStoreHasItsTimeAndItsOperator() {
		EventLog log = new EventLog("web", 1000);
		this.latest.take(log, Map.of("b", new OperatorAct(OperatorAct.DISABLE, "alice", AT)), AT);
		assertThat(of(view(Map.of("b", DISABLED), "b")).troubles().get(0).json()).containsEntry("operator", "alice")
			.containsEntry("from", AT.toString());
		assertThat(of(view(Map.of("b", FORCED_DOWN))).troubles().get(0).json()).as("another act")
			.doesNotContainKeys("operator", "from");
	}

	@Test
	void whatOneOperatorDidForOneReasonIsOneTrouble() {
		happened(BoardEvent.Kind.DISABLED, "alice", "b", "c", "d", "e", "f").happened(BoardEvent.Kind.DISABLED, "bob",
				"g");
		Map<String, MemberSwitches> switches = new TreeMap<>();
		List.of("b", "c", "d", "e", "f", "g").forEach((id) -> switches.put(id, DISABLED));
		Verdict verdict = of(view(switches, "a", "b", "c", "d", "e", "f", "g"));
		assertThat(verdict.headline()).isEqualTo("b, c, d and 2 more are disabled, g is disabled");
		assertThat(verdict.troubles().get(0).json()).containsEntry("members", List.of("b", "c", "d"))
			.containsEntry("count", 5)
			.containsEntry("from", "2026-01-01T12:00:01Z")
			.containsEntry("to", "2026-01-01T12:00:05Z");
		assertThat(verdict.counts()).isEqualTo(counts("up", 7, "disabled", 6));
		happened(BoardEvent.Kind.DISABLED, "carol", "b").happened(BoardEvent.Kind.DISABLED, "dave", "c");
		assertThat(of(view(switches, "b", "c", "d", "e", "f", "g")).headline()).as("many operators")
			.isEqualTo("b, c, d and 3 more are disabled");
	}

	/** The same fact has the same color on the page of each member. */
	@Test
	void membersForcedDownAreAmberAlsoOnTheirOwnPage() {
		Verdict verdict = happened(BoardEvent.Kind.FORCED_DOWN, null, "b").of(view(Map.of("b", FORCED_DOWN), "a"));
		assertThat(verdict.level()).isEqualTo(Level.AMBER);
		assertThat(verdict.headline()).isEqualTo("b is forced down");
		Verdict own = Verdict.of(new Status("forced down", null), view(Map.of("a", FORCED_DOWN), "b"), null, false,
				new Latest(), false);
		assertThat(own.level()).isEqualTo(Level.AMBER);
		assertThat(own.headline()).isEqualTo("a is forced down");
	}

	@Test
	void eachMemberCountsOnce() {
		happened(BoardEvent.Kind.DIED, null, "d", "e").happened(BoardEvent.Kind.FORCED_DOWN, null, "c");
		GroupView view = view(Map.of("b", DISABLED, "c", FORCED_DOWN, "d", FORCED_DOWN, "e", DISABLED, "f", DISABLED,
				"g", new MemberSwitches(true, "both", true)), "a", "b");
		assertThat(of(view).counts())
			.isEqualTo(counts("up", 2, "disabled", 1, "forcedDown", 3, "disabledDown", 1, "died", 1));
	}

	@Test
	void aLostFenceIsRed() {
		happened(BoardEvent.Kind.SWITCH_LOST, null, "b");
		GroupView view = view(Map.of(), "a", "b");
		Verdict verdict = of(view.withLostSwitches(Map.of("b", FORCED_DOWN)));
		assertThat(verdict.level()).isEqualTo(Level.RED);
		assertThat(verdict.headline()).isEqualTo("The store lost that b is forced down");
		assertThat(verdict.sentence()).contains("No operator cleared it", "restore-lost");
		assertThat(verdict.troubles().get(0).from()).isEqualTo(AT.plusSeconds(1));
		assertThat(of(view.withLostSwitches(Map.of("b", DISABLED))).level()).isEqualTo(Level.AMBER);
	}

	@Test
	void membersThatDiedLatelyAreAmberAndManyAreRed() {
		Verdict one = happened(BoardEvent.Kind.DIED, null, "c").of(view(Map.of(), "a", "b"));
		assertThat(one.level()).isEqualTo(Level.AMBER);
		assertThat(one.headline()).isEqualTo("c died");
		assertThat(one.troubles().get(0).from()).isEqualTo(AT.plusSeconds(1));
		Verdict many = happened(BoardEvent.Kind.DIED, null, "d", "e").of(view(Map.of(), "a", "b"));
		assertThat(many.level()).isEqualTo(Level.RED);
		assertThat(many.headline()).isEqualTo("3 of 5 members died: c, d, e");
		String[] hundred = IntStream.range(0, 100).mapToObj((i) -> "web-" + i).toArray(String[]::new);
		Verdict few = happened(BoardEvent.Kind.DIED, null, "f", "g").of(view(Map.of(), hundred));
		assertThat(few.level()).isEqualTo(Level.AMBER);
		assertThat(few.headline()).isEqualTo("c, d, e and 2 more died");
	}

	@Test
	void aMemberThatIsBackIsNoTrouble() {
		happened(BoardEvent.Kind.DIED, null, "c");
		this.latest.take(
				new BoardEvent(2, BoardEvent.Kind.JOINED, "c", AT, MemberEventCause.REGISTRATION, null, null, 1, null));
		assertThat(of(view(Map.of(), "a", "c")).level()).isEqualTo(Level.GREEN);
	}

	@Test
	void aLeaveInOrderIsNoTrouble() {
		Verdict verdict = happened(BoardEvent.Kind.LEFT, null, "b", "c", "d").of(view(Map.of(), "a"));
		assertThat(verdict.level()).isEqualTo(Level.GREEN);
		assertThat(verdict.counts()).isEqualTo(counts("up", 1, "left", 3));
	}

	@Test
	void aMemberThatLeftOrDiedIsCalledSo() {
		happened(BoardEvent.Kind.GONE, null, "b").happened(BoardEvent.Kind.LEFT, null, "e");
		Verdict one = of(view(Map.of(), "a"));
		assertThat(one.level()).isEqualTo(Level.AMBER);
		assertThat(one.headline()).isEqualTo("b left or died");
		Verdict more = happened(BoardEvent.Kind.DIED, null, "c").happened(BoardEvent.Kind.GONE, null, "d")
			.of(view(Map.of(), "a"));
		assertThat(more.level()).isEqualTo(Level.RED);
		assertThat(more.headline()).isEqualTo("1 of 4 members died: c, 2 of 4 members left or died: b, d");
	}

	@Test
	void theMostUrgentTroubleComesFirst() {
		happened(BoardEvent.Kind.DIED, null, "c").happened(BoardEvent.Kind.FORCED_DOWN, null, "d");
		GroupView view = view(Map.of("b", DISABLED, "d", FORCED_DOWN), "a", "b");
		assertThat(of(view).headline()).isEqualTo("c died, d is forced down, b is disabled");
		Verdict lost = of(view.withLostSwitches(Map.of("a", FORCED_DOWN)));
		assertThat(lost.level()).isEqualTo(Level.RED);
		assertThat(lost.headline())
			.isEqualTo("The store lost that a is forced down, c died, d is forced down and 1 more");
	}

	@Test
	void aStaleOrUnreadGroupIsRed() {
		Verdict stale = of(view(Map.of("b", DISABLED), "a", "b").asStale());
		assertThat(stale.level()).isEqualTo(Level.RED);
		assertThat(stale.headline()).isEqualTo("Backend unavailable, b is disabled");
		assertThat(stale.sentence()).isEqualTo("a cannot read the group from redis: members may have joined or left "
				+ "since. Check that the store runs, and that a can reach it; it retries by itself.");
		assertThat(Verdict.of(UP, null, null, false, this.latest, false)).extracting(Verdict::level, Verdict::headline)
			.containsExactly(Level.RED, "The group has not been read yet");
	}

	@Test
	void aSessionThatHasEndedIsNoUnavailableBackend() {
		assertThat(Verdict.of(UP, view(Map.of(), "a").asStale(), null, false, this.latest, true))
			.extracting(Verdict::level, Verdict::headline)
			.containsExactly(Level.RED, "The session with the backend has ended");
	}

	@Test
	void aMemberThatIsNotUpIsRed() {
		assertThat(Verdict.of(new Status("no heartbeat", null), view(Map.of(), "b"), null, false, this.latest, false))
			.extracting(Verdict::level, Verdict::headline)
			.containsExactly(Level.RED, "a is not a member");
	}

	@Test
	void aGroupWithoutALeaderForTooLongIsAmber() {
		Verdict verdict = Verdict.of(UP, view(Map.of(), "a"), BoardLeader.NONE, true, this.latest, false);
		assertThat(verdict.level()).isEqualTo(Level.AMBER);
		assertThat(verdict.headline()).isEqualTo("No leader is elected");
		assertThat(Verdict.of(UP, view(Map.of(), "a"), BoardLeader.NONE, false, this.latest, false).sentence())
			.isEqualTo("The list is live. No leader is elected.");
	}

	@Test
	void aMigrationWhoseSourceIsUnavailableIsAmber() {
		MigrationStatus migration = new MigrationStatus() {

			@Override
			public String from() {
				return "redis://old";
			}

			@Override
			public Map<String, Set<String>> onlyOnOld() {
				return Map.of();
			}

			@Override
			public Map<String, Set<String>> switchedOnlyOnOld() {
				return Map.of();
			}

			@Override
			public String problem() {
				return "redis://old is unavailable";
			}

		};
		Verdict verdict = Verdict.of(new Status(null, migration), view(Map.of(), "a"), null, false, this.latest, false);
		assertThat(verdict.level()).isEqualTo(Level.AMBER);
		assertThat(verdict.sentence()).isEqualTo("redis://old is unavailable.");
	}

	/** All others are zero. */
	private static Map<String, Integer> counts(Object... counted) {
		Map<String, Integer> counts = new TreeMap<>();
		List.of("up", "disabled", "forcedDown", "disabledDown", "left", "died", "gone")
			.forEach((name) -> counts.put(name, 0));
		for (int i = 0; i < counted.length; i += 2) {
			counts.put((String) counted[i], (Integer) counted[i + 1]);
		}
		return counts;
	}

	/** This application, member a of group web. */
	private record Status(String problem, MigrationStatus migration) implements MembershipStatus {

		@Override
		public String backend() {
			return "redis";
		}

		@Override
		public String url() {
			return "redis://host";
		}

		@Override
		public String memberId() {
			return "a";
		}

		@Override
		public Set<String> groups() {
			return Set.of("web");
		}

		@Override
		public Set<String> candidacies() {
			return Set.of();
		}

		@Override
		public Map<String, GroupView> views() {
			return Map.of();
		}

		@Override
		public Duration lastHeartbeat() {
			return Duration.ZERO;
		}

		@Override
		public Duration membershipTimeout() {
			return Duration.ofSeconds(5);
		}

	}

}
