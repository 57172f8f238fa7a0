package io.servicegroup.faults;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

import io.servicegroup.tck.servers.ZooKeeperEnsemble;
import io.servicegroup.tck.servers.ZooKeeperPeer;

import static org.awaitility.Awaitility.await;

/**
 * Runs faults of an ensemble while one member is connected to each server.
 */
final class EnsembleRound implements AutoCloseable {

	static final Duration TIMEOUT = Duration.ofSeconds(4);

	/** How long a fault lasts: long enough for a session to expire if it wrongly does. */
	private static final Duration FAULT_DURATION = TIMEOUT.multipliedBy(7).dividedBy(4);

	private final ZooKeeperEnsemble ensemble = new ZooKeeperEnsemble();

	private final List<EnsembleMember> members = new ArrayList<>();

	private final Set<String> ids = new TreeSet<>();

	/**
	 * Connects a new member to each server, because those of the last round have switched
	 * servers.
	 */
	void restartMembers() {
		this.members.forEach(EnsembleMember::close);
		this.members.clear();
		for (ZooKeeperPeer peer : this.ensemble.peers()) {
			EnsembleMember member = new EnsembleMember(this.ensemble.urlFrom(peer, "timeout=" + TIMEOUT.toSeconds()),
					"m" + this.members.size());
			this.members.add(member);
			this.ids.add(member.id());
		}
	}

	ZooKeeperEnsemble ensemble() {
		return this.ensemble;
	}

	/** Returns the ids of the members whose URL names all servers. */
	Set<String> ids() {
		return this.ids;
	}

	/**
	 * Injects the fault, repairs it, waits for the recovery, and returns the
	 * measurements.
	 */
	EnsembleResult run(EnsembleFault fault) {
		awaitHealthy(Instant.now(), Duration.ofSeconds(60));
		this.members.forEach((member) -> member.expect(this.ids));
		List<ZooKeeperPeer> victims = fault.victims(this.ensemble);
		Instant injected = Instant.now();
		victims.forEach(fault::inject);
		Duration untilDown = fault.leavesQuorum() ? Duration.ZERO : awaitAllDown();
		waitUntil(injected.plus(FAULT_DURATION));
		Duration outage = fault.leavesQuorum() ? longestGap() : untilDown;
		boolean down = this.members.stream().anyMatch(EnsembleMember::wasDown);
		victims.forEach(fault::repair);
		this.ensemble.leader();
		Instant repaired = Instant.now();
		Duration recovery = awaitHealthy(repaired, Duration.ofSeconds(30));
		this.ensemble.awaitAll();
		return new EnsembleResult(fault, outage, recovery, down, named(EnsembleMember::left),
				named((member) -> List.copyOf(member.missed())));
	}

	private interface Names {

		List<String> of(EnsembleMember member);

	}

	private List<String> named(Names names) {
		return this.members.stream()
			.flatMap((member) -> names.of(member)
				.stream()
				.filter(this.ids::contains)
				.map((name) -> name + " by " + member.id()))
			.collect(Collectors.toList());
	}

	private Duration longestGap() {
		return this.members.stream().map(EnsembleMember::longestGap).max(Duration::compareTo).orElseThrow();
	}

	/**
	 * Waits until each member has sent a heartbeat and seen all members, and returns how
	 * long that took.
	 */
	private Duration awaitHealthy(Instant since, Duration limit) {
		await().atMost(limit.plusSeconds(30))
			.pollInterval(Duration.ofMillis(20))
			.until(() -> this.members.stream().allMatch((member) -> member.isHealthySince(since, this.ids)));
		return Duration.between(since, Instant.now());
	}

	/** Waits until each member reports DOWN and a stale view of all members. */
	private Duration awaitAllDown() {
		Instant since = Instant.now();
		await().atMost(FAULT_DURATION)
			.pollInterval(Duration.ofMillis(20))
			.until(() -> this.members.stream()
				.allMatch((member) -> !member.isUp() && member.view().stale()
						&& member.view().members().size() == this.ids.size()));
		return Duration.between(since, Instant.now());
	}

	private static void waitUntil(Instant moment) {
		await().atMost(FAULT_DURATION.multipliedBy(2)).until(() -> Instant.now().isAfter(moment));
	}

	@Override
	public void close() {
		this.members.forEach(EnsembleMember::close);
		this.ensemble.close();
	}

}
