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
 * One fault of an ensemble, while a member stands at each server.
 */
final class EnsembleRound implements AutoCloseable {

	static final Duration TIMEOUT = Duration.ofSeconds(4);

	/** What would end a session in vain has ended it by then. */
	private static final Duration HOLD = TIMEOUT.multipliedBy(7).dividedBy(4);

	private final ZooKeeperEnsemble ensemble = new ZooKeeperEnsemble();

	private final List<EnsembleMember> members = new ArrayList<>();

	private final Set<String> ids = new TreeSet<>();

	/** Puts a new member at each server: those of the last round have moved. */
	void cast() {
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

	/** Returns the ids of those who have all servers to go to. */
	Set<String> ids() {
		return this.ids;
	}

	/** Returns what it has cost, once all is mended. */
	EnsembleCost run(EnsembleFault fault) {
		settle(Instant.now(), Duration.ofSeconds(60));
		this.members.forEach((member) -> member.expect(this.ids));
		List<ZooKeeperPeer> victims = fault.victims(this.ensemble);
		Instant struck = Instant.now();
		victims.forEach(fault::strike);
		Duration untilDown = fault.leavesQuorum() ? Duration.ZERO : allDown();
		holdUntil(struck.plus(HOLD));
		Duration outage = fault.leavesQuorum() ? longestGap() : untilDown;
		boolean down = this.members.stream().anyMatch(EnsembleMember::wasDown);
		victims.forEach(fault::mend);
		this.ensemble.leader();
		Instant mended = Instant.now();
		Duration recovery = settle(mended, Duration.ofSeconds(30));
		this.ensemble.awaitAll();
		return new EnsembleCost(fault, outage, recovery, down, named(EnsembleMember::left),
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

	/** Waits until each has beaten and seen all, and returns how long that took. */
	private Duration settle(Instant since, Duration limit) {
		await().atMost(limit.plusSeconds(30))
			.pollInterval(Duration.ofMillis(20))
			.until(() -> this.members.stream().allMatch((member) -> member.isWellSince(since, this.ids)));
		return Duration.between(since, Instant.now());
	}

	/** Waits until each knows that it is down, and that what it sees is stale. */
	private Duration allDown() {
		Instant since = Instant.now();
		await().atMost(HOLD)
			.pollInterval(Duration.ofMillis(20))
			.until(() -> this.members.stream()
				.allMatch((member) -> !member.isUp() && member.view().stale()
						&& member.view().members().size() == this.ids.size()));
		return Duration.between(since, Instant.now());
	}

	private static void holdUntil(Instant moment) {
		await().atMost(HOLD.multipliedBy(2)).until(() -> Instant.now().isAfter(moment));
	}

	@Override
	public void close() {
		this.members.forEach(EnsembleMember::close);
		this.ensemble.close();
	}

}
