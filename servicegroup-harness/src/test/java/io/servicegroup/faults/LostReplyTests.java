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
 * The server carries out an operation, but its reply is lost with the connection. Each
 * reply of each operation is lost once. A retry never fails because the member takes its
 * own registration for a duplicate.
 */
class LostReplyTests {

	private static final Duration RECOVERY = Duration.ofMillis(2333);

	private static final String GROUP = "replies";

	private static final int MAX_REPLIES = 20;

	/**
	 * On memcached, a lock whose reply was lost is kept until it expires, up to a second
	 * late.
	 */
	private static final Duration LOCK_EXPIRY = Duration.ofSeconds(7);

	@ParameterizedTest
	@EnumSource(mode = EnumSource.Mode.EXCLUDE, names = { "FILE", "POSTGRESQL", "MARIADB" })
	void retryAfterALostReplySucceeds(FaultBackend backend) {
		try (StoreServer server = backend.start();
				TcpProxy proxy = new TcpProxy(Coordinators.parse(server.url("timeout=4")).hosts().get(0).port());
				Coordinator direct = Coordinators.get(server.url("timeout=4"), "direct")) {
			LostReplies replies = new LostReplies(server, proxy, direct);
			Stream.of(Operation.values()).forEach((operation) -> replies.loseEach(operation));
		}
	}

	private record LostReplies(StoreServer server, TcpProxy proxy, Coordinator direct) {

		void loseEach(Operation operation) {
			for (int number = 1; number < MAX_REPLIES; number++) {
				String member = operation + "-" + number;
				try (Coordinator coordinator = Coordinators.get(this.proxy.url(this.server.url("timeout=4")), member)) {
					coordinator.start();
					operation.before.accept(coordinator);
					if (!lose(number, coordinator, operation)) {
						assertThat(number).as("replies of %s", operation).isGreaterThan(1);
						return;
					}
				}
				this.server.wipe();
			}
			throw new IllegalStateException(operation + " has too many replies");
		}

		private boolean lose(int number, Coordinator coordinator, Operation operation) {
			int before = this.proxy.resetCount();
			this.proxy.resetAnswer(number);
			boolean done = attempt(coordinator, operation);
			boolean lost = this.proxy.resetCount() > before;
			this.proxy.pass();
			String what = operation + " without reply " + number;
			if (!done) {
				// A heartbeat releases a lock whose acquisition had an unknown result.
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
				throw new AssertionError("the member took its own registration for a duplicate: " + operation, ex);
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
				// Expected if an earlier leave succeeded and its reply was lost.
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
