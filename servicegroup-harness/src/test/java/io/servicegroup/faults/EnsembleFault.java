package io.servicegroup.faults;

import java.util.List;
import java.util.function.Function;

import io.servicegroup.tck.servers.ZooKeeperEnsemble;
import io.servicegroup.tck.servers.ZooKeeperPeer;

/**
 * The faults of an ensemble of three servers.
 */
enum EnsembleFault {

	LEADER_KILLED((ensemble) -> List.of(ensemble.leader())),

	FOLLOWER_KILLED((ensemble) -> ensemble.followers().subList(0, 1)),

	LEADER_FROZEN((ensemble) -> List.of(ensemble.leader())),

	FOLLOWER_FROZEN((ensemble) -> ensemble.followers().subList(0, 1)),

	QUORUM_KILLED((ensemble) -> List.of(ensemble.leader(), ensemble.followers().get(0)));

	private final Function<ZooKeeperEnsemble, List<ZooKeeperPeer>> choice;

	EnsembleFault(Function<ZooKeeperEnsemble, List<ZooKeeperPeer>> choice) {
		this.choice = choice;
	}

	List<ZooKeeperPeer> victims(ZooKeeperEnsemble ensemble) {
		return this.choice.apply(ensemble);
	}

	boolean leavesQuorum() {
		return this != QUORUM_KILLED;
	}

	void inject(ZooKeeperPeer victim) {
		if (name().endsWith("FROZEN")) {
			victim.process().pause();
		}
		else {
			victim.process().kill();
		}
	}

	void repair(ZooKeeperPeer victim) {
		if (name().endsWith("FROZEN")) {
			victim.process().resume();
		}
		else {
			victim.start();
		}
	}

}
