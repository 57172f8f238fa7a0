package io.servicegroup.board;

import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import io.servicegroup.GroupView;
import io.servicegroup.Member;
import io.servicegroup.MemberSwitches;
import io.servicegroup.MembershipStatus;
import io.servicegroup.MigrationStatus;
import io.servicegroup.board.BoardEvent.Kind;
import io.servicegroup.board.Verdict.Level;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class VerdictTests {

	private static final Instant AT = Instant.parse("2026-01-01T12:00:00Z");

	private static final MemberSwitches DISABLED = new MemberSwitches(true, "its disk fails", false);

	private static final MemberSwitches FORCED_DOWN = new MemberSwitches(false, null, true);

	private static final Status UP = new Status(null, null);

	private static GroupView view(Map<String, MemberSwitches> switches, String... members) {
		return new GroupView("web", AT, Arrays.stream(members).map((id) -> Member.of(id, AT)).toList(), switches);
	}

	private static Verdict of(GroupView view, String... died) {
		return Verdict.of(UP, view, null, false, all(Kind.DIED, died));
	}

	private static Map<String, Kind> all(Kind kind, String... members) {
		return Arrays.stream(members).collect(Collectors.toMap((id) -> id, (id) -> kind));
	}

	@Test
	void aGroupWithoutTroubleIsGreen() {
		Verdict verdict = Verdict.of(UP, view(Map.of(), "a", "b"), new BoardLeader(true, "a"), false, Map.of());
		assertThat(verdict).isEqualTo(new Verdict(Level.GREEN, "All is well", "The list is live. a leads.",
				Map.of("up", 2, "disabled", 0, "forcedDown", 0, "left", 0, "died", 0, "gone", 0)));
	}

	@Test
	void aDisabledMemberIsAmberWithTheReason() {
		Verdict verdict = of(view(Map.of("b", DISABLED), "a", "b"));
		assertThat(verdict.level()).isEqualTo(Level.AMBER);
		assertThat(verdict.headline()).isEqualTo("1 member is disabled");
		assertThat(verdict.sentence()).isEqualTo("b: its disk fails");
		assertThat(verdict.counts()).containsEntry("up", 2).containsEntry("disabled", 1);
	}

	@Test
	void aReasonEndsBeforeTheNextSentence() {
		assertThat(of(view(Map.of("b", DISABLED), "a", "b"), "c").sentence())
			.isEqualTo("b: its disk fails. 1 member died in the last 5 minutes.");
		MemberSwitches ended = new MemberSwitches(true, "Why not? ", false);
		assertThat(of(view(Map.of("b", ended), "a", "b"), "c").sentence())
			.isEqualTo("b: Why not? 1 member died in the last 5 minutes.");
		assertThat(of(view(Map.of("b", FORCED_DOWN), "a"), "c").sentence())
			.isEqualTo("b. 1 member died in the last 5 minutes.");
	}

	@Test
	void thisMembersOwnSwitchesComeFirst() {
		Verdict disabled = of(view(Map.of("a", DISABLED, "b", DISABLED), "a", "b"));
		assertThat(disabled.headline()).isEqualTo("Out of service");
		assertThat(disabled.sentence()).contains("its disk fails", "1 member is disabled.");
		assertThat(disabled.counts()).containsEntry("disabled", 2);
		Verdict forced = of(view(Map.of("a", FORCED_DOWN), "b"));
		assertThat(forced.level()).isEqualTo(Level.RED);
		assertThat(forced.headline()).isEqualTo("This member is forced down");
	}

	@Test
	void membersForcedDownAreAmber() {
		Verdict verdict = of(view(Map.of("b", FORCED_DOWN, "c", FORCED_DOWN), "a"));
		assertThat(verdict.level()).isEqualTo(Level.AMBER);
		assertThat(verdict.headline()).isEqualTo("2 members are forced down");
		assertThat(verdict.counts()).containsEntry("up", 1).containsEntry("forcedDown", 2);
	}

	@Test
	void aLostFenceIsRed() {
		GroupView view = view(Map.of(), "a", "b");
		Verdict verdict = of(view.withLostSwitches(Map.of("b", FORCED_DOWN)));
		assertThat(verdict.level()).isEqualTo(Level.RED);
		assertThat(verdict.headline()).isEqualTo("The store has lost that 1 member is forced down");
		assertThat(verdict.sentence()).contains("b: no operator cleared it", "restore-lost");
		assertThat(of(view.withLostSwitches(Map.of("b", DISABLED))).level()).isEqualTo(Level.AMBER);
	}

	@Test
	void membersThatDiedLatelyAreAmberAndManyAreRed() {
		Verdict one = of(view(Map.of(), "a", "b"), "c");
		assertThat(one.level()).isEqualTo(Level.AMBER);
		assertThat(one.headline()).isEqualTo("1 member died in the last 5 minutes");
		assertThat(one.sentence()).isEqualTo("c died.");
		Verdict many = of(view(Map.of(), "a", "b"), "c", "d", "e");
		assertThat(many.level()).isEqualTo(Level.RED);
		assertThat(many.headline()).isEqualTo("3 of 5 members died in the last 5 minutes");
		String[] hundred = IntStream.range(0, 100).mapToObj((i) -> "web-" + i).toArray(String[]::new);
		Verdict few = of(view(Map.of(), hundred), "x1", "x2", "x3", "x4", "x5", "x6", "x7");
		assertThat(few.level()).isEqualTo(Level.AMBER);
		assertThat(few.sentence()).contains("x5 and 2 more");
	}

	@Test
	void aLeaveInOrderIsNoTrouble() {
		Verdict verdict = Verdict.of(UP, view(Map.of(), "a"), null, false, all(Kind.LEFT, "b", "c", "d"));
		assertThat(verdict.level()).isEqualTo(Level.GREEN);
		assertThat(verdict.counts()).containsEntry("left", 3).containsEntry("died", 0);
	}

	@Test
	void aMemberThatLeftOrDiedIsCalledSo() {
		Verdict one = Verdict.of(UP, view(Map.of(), "a"), null, false, Map.of("b", Kind.GONE, "e", Kind.LEFT));
		assertThat(one.level()).isEqualTo(Level.AMBER);
		assertThat(one.headline()).isEqualTo("1 member is gone (left or died) in the last 5 minutes");
		assertThat(one.sentence()).isEqualTo("b: the store does not say how.");
		Verdict more = Verdict.of(UP, view(Map.of(), "a"), null, false,
				Map.of("b", Kind.GONE, "c", Kind.DIED, "d", Kind.GONE));
		assertThat(more.level()).isEqualTo(Level.RED);
		assertThat(more.headline()).isEqualTo("3 of 4 members are gone (left or died) in the last 5 minutes");
		assertThat(more.sentence()).isEqualTo("c died. b, d: the store does not say how.");
	}

	@Test
	void aStaleOrUnreadGroupIsRed() {
		assertThat(of(view(Map.of("b", DISABLED), "a", "b").asStale()))
			.extracting(Verdict::level, Verdict::headline, Verdict::sentence)
			.containsExactly(Level.RED, "The backend is unavailable",
					"Members may have joined or left since. 1 member is disabled.");
		assertThat(Verdict.of(UP, null, null, false, Map.of())).extracting(Verdict::level, Verdict::headline)
			.containsExactly(Level.RED, "The group has not been read yet");
	}

	@Test
	void aSessionThatHasEndedIsNoUnavailableBackend() {
		assertThat(Verdict.of(UP, view(Map.of(), "a").asStale(), null, false, Map.of(), true))
			.extracting(Verdict::level, Verdict::headline)
			.containsExactly(Level.RED, "The session with the backend has ended");
	}

	@Test
	void aMemberThatIsNotUpIsRed() {
		assertThat(Verdict.of(new Status("no heartbeat", null), view(Map.of(), "b"), null, false, Map.of()))
			.extracting(Verdict::level, Verdict::headline)
			.containsExactly(Level.RED, "Not a member");
	}

	@Test
	void aGroupWithoutALeaderForTooLongIsAmber() {
		Verdict verdict = Verdict.of(UP, view(Map.of(), "a"), BoardLeader.NONE, true, Map.of());
		assertThat(verdict.level()).isEqualTo(Level.AMBER);
		assertThat(verdict.headline()).isEqualTo("No leader is elected");
		assertThat(Verdict.of(UP, view(Map.of(), "a"), BoardLeader.NONE, false, Map.of()).sentence())
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
		Verdict verdict = Verdict.of(new Status(null, migration), view(Map.of(), "a"), null, false, Map.of());
		assertThat(verdict.level()).isEqualTo(Level.AMBER);
		assertThat(verdict.sentence()).contains("redis://old is unavailable");
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
