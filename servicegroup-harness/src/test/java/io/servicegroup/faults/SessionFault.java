package io.servicegroup.faults;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;

import io.servicegroup.LeaderElectedEvent;
import io.servicegroup.LeadershipEvent;
import io.servicegroup.driver.ToozServiceGroupDriver;
import io.servicegroup.membership.LiveServiceGroupAPI;
import io.servicegroup.tck.servers.DatabaseServer;
import io.servicegroup.tooz.coordination.Coordinators;

/**
 * A database ends the session that holds a leadership. The leader must be revoked within
 * a second; the store may elect another before, as the lock is free at once.
 *
 * @param name the row's name in the table
 * @param inject ends the session
 * @param leavesTime whether no other may be elected before the leader is revoked
 */
record SessionFault(String name, Consumer<DatabaseServer> inject, boolean leavesTime) implements Fault {

	/** The documented limit until a leader whose session has ended is revoked. */
	private static final Duration REVOCATION = Duration.ofSeconds(1);

	static List<Fault> all() {
		return List.of(
				new SessionFault("session of the leader ended by an operator",
						(server) -> server.endHolder("leader_of_" + FaultEnvironment.GROUP), false),
				new SessionFault("server killed and restarted at once", (server) -> {
					server.stop();
					server.start();
				}, true));
	}

	@Override
	public boolean isOfGroups() {
		return false;
	}

	@Override
	public void inject(FaultEnvironment environment, Figures figures) throws Exception {
		List<Candidate> candidates = new ArrayList<>();
		for (String member : List.of("one", "two", "three")) {
			candidates.add(environment.opened(new Candidate(environment.url(), member)));
		}
		for (int round = 0; round < environment.rounds(20, 2); round++) {
			environment.sleepUpToAHeartbeat();
			environment.waitFor(FaultEnvironment.START, () -> candidates.stream().anyMatch(Candidate::isLeader));
			Candidate leader = candidates.stream().filter(Candidate::isLeader).findFirst().orElseThrow();
			long begun = System.nanoTime();
			this.inject.accept((DatabaseServer) environment.server());
			long possible = System.nanoTime();
			boolean over = environment.waitFor(FaultEnvironment.START, () -> leader.revokedAt.get() >= begun
					&& candidates.stream().anyMatch((one) -> one.electedAt.get() >= begun && one.isLeader()));
			if (!over) {
				figures.violation("Round " + round + ": " + leader + " was not revoked, or none was elected");
				return;
			}
			check(leader, candidates, begun, figures);
			long elected = firstElection(candidates, begun);
			figures.recovered(Duration.ofNanos(Math.max(0, elected - possible)));
		}
	}

	private static long firstElection(List<Candidate> candidates, long begun) {
		return candidates.stream()
			.mapToLong((one) -> one.electedAt.get())
			.filter((at) -> at >= begun)
			.min()
			.orElseThrow();
	}

	private void check(Candidate leader, List<Candidate> candidates, long begun, Figures figures) {
		long revoked = leader.revokedAt.get();
		figures.detected(Duration.ofNanos(revoked - begun));
		figures.check(revoked - begun <= REVOCATION.toNanos(),
				leader + " was revoked only after " + Duration.ofNanos(revoked - begun));
		long overlap = revoked - firstElection(candidates, begun);
		figures.check(!this.leavesTime || overlap <= 0,
				"Another led " + Duration.ofNanos(overlap) + " before " + leader + " was revoked");
	}

	/** A candidate, and when it was last elected and revoked. */
	private static final class Candidate implements AutoCloseable {

		private final AtomicLong electedAt = new AtomicLong(Long.MIN_VALUE);

		private final AtomicLong revokedAt = new AtomicLong(Long.MIN_VALUE);

		private final String member;

		private final LiveServiceGroupAPI api;

		Candidate(String url, String member) {
			this.member = member;
			this.api = new LiveServiceGroupAPI(new ToozServiceGroupDriver(Coordinators.parse(url), member), null,
					Duration.ofSeconds(1), List.of());
			this.api.addLeadershipListener(this::note);
			this.api.joinElection(FaultEnvironment.GROUP);
		}

		private void note(LeadershipEvent event) {
			((event instanceof LeaderElectedEvent) ? this.electedAt : this.revokedAt).set(System.nanoTime());
		}

		boolean isLeader() {
			return this.api.isLeader(FaultEnvironment.GROUP);
		}

		@Override
		public void close() {
			this.api.close();
		}

		@Override
		public String toString() {
			return this.member;
		}

	}

}
