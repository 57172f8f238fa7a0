package io.servicegroup.faults;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Stream;

import io.servicegroup.tck.servers.StoreServer;
import io.servicegroup.tck.servers.TcpProxy;
import io.servicegroup.tooz.CoordinationException;
import io.servicegroup.tooz.Coordinator;
import io.servicegroup.tooz.MemberAlreadyExistsException;
import io.servicegroup.tooz.MemberNotJoinedException;
import io.servicegroup.tooz.coordination.Coordinators;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * The server has done what it was told, and its answer is lost with the connection: each
 * answer of each operation once. Whoever tries again never meets itself as a stranger.
 */
class LostAnswerTests {

	private static final Duration RECOVERY = Duration.ofMillis(2333);

	private static final String GROUP = "answers";

	private static final int MOST_ANSWERS = 20;

	/** memcached keeps a lock that nobody knows of until it expires, a second late. */
	private static final Duration LOCK_EXPIRY = Duration.ofSeconds(7);

	@ParameterizedTest
	@EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "FILE")
	void whoTriesAgainIsNoStranger(FaultBackend backend) {
		try (StoreServer server = backend.start();
				TcpProxy proxy = new TcpProxy(Coordinators.parse(server.url("timeout=4")).hosts().get(0).port());
				Coordinator direct = Coordinators.get(server.url("timeout=4"), "direct")) {
			Answers answers = new Answers(server, proxy, direct);
			Stream.of(Operation.values()).forEach((operation) -> answers.loseEach(operation));
		}
	}

	private record Answers(StoreServer server, TcpProxy proxy, Coordinator direct) {

		void loseEach(Operation operation) {
			for (int number = 1; number < MOST_ANSWERS; number++) {
				String member = operation + "-" + number;
				try (Coordinator coordinator = Coordinators.get(this.proxy.url(this.server.url("timeout=4")), member)) {
					coordinator.start();
					operation.before.accept(coordinator);
					if (!lose(number, coordinator, operation)) {
						assertThat(number).as("answers of %s", operation).isGreaterThan(1);
						return;
					}
				}
				this.server.wipe();
			}
			throw new IllegalStateException(operation + " has too many answers");
		}

		private boolean lose(int number, Coordinator coordinator, Operation operation) {
			int before = this.proxy.resetCount();
			this.proxy.resetAnswer(number);
			boolean done = attempt(coordinator, operation);
			boolean lost = this.proxy.resetCount() > before;
			this.proxy.pass();
			String what = operation + " without answer " + number;
			if (!done) {
				// A heartbeat gives a lock back whose acquisition has failed halfway.
				await(what).atMost((operation == Operation.LOCK) ? LOCK_EXPIRY : RECOVERY)
					.pollInterval(Duration.ofMillis(50))
					.until(() -> attempt(coordinator, Operation.HEARTBEAT) && attempt(coordinator, operation));
			}
			await(what).atMost(RECOVERY)
				.pollDelay(Duration.ZERO)
				.pollInterval(Duration.ofMillis(50))
				.until(() -> attempt(coordinator, Operation.HEARTBEAT));
			assertThat(operation.after(this.direct)).as(what).isEqualTo(operation.expected(coordinator.memberId()));
			return lost;
		}

		private static boolean attempt(Coordinator coordinator, Operation operation) {
			try {
				operation.work.accept(coordinator);
				return true;
			}
			catch (MemberAlreadyExistsException ex) {
				throw new AssertionError("a stranger to itself: " + operation, ex);
			}
			catch (CoordinationException ex) {
				return false;
			}
		}

	}

	private enum Operation {

		JOIN((coordinator) -> {
		}, (coordinator) -> coordinator.joinGroupCreate(GROUP, "v1"), List.of("v1")),

		HEARTBEAT((coordinator) -> coordinator.joinGroupCreate(GROUP, "v1"), Coordinator::heartbeat, List.of("v1")),

		UPDATE((coordinator) -> coordinator.joinGroupCreate(GROUP, "v1"),
				(coordinator) -> coordinator.updateCapabilities(GROUP, "v2"), List.of("v2")),

		LOCK((coordinator) -> coordinator.joinGroupCreate(GROUP, "v1"), (coordinator) -> {
			if (!coordinator.getLock("lock").acquire(false)) {
				throw new CoordinationException("It is held", null);
			}
		}, List.of("v1")),

		LEAVE((coordinator) -> coordinator.joinGroupCreate(GROUP, "v1"), (coordinator) -> {
			try {
				coordinator.leaveGroup(GROUP);
			}
			catch (MemberNotJoinedException ex) {
				// As it should be, after a leave without an answer.
			}
		}, List.of());

		private final Consumer<Coordinator> before;

		private final Consumer<Coordinator> work;

		private final List<String> capabilities;

		Operation(Consumer<Coordinator> before, Consumer<Coordinator> work, List<String> capabilities) {
			this.before = before;
			this.work = work;
			this.capabilities = capabilities;
		}

		Map<String, Object> after(Coordinator direct) {
			Set<String> members = direct.getMembers(GROUP);
			return members.isEmpty() ? Map.of()
					: Map.of(members.iterator().next(), direct.getMemberCapabilities(GROUP, members.iterator().next()));
		}

		Map<String, Object> expected(String member) {
			return this.capabilities.isEmpty() ? Map.of() : Map.of(member, this.capabilities.get(0));
		}

	}

}
