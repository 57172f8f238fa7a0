package io.servicegroup.faults;

import java.util.List;

import io.servicegroup.servers.ZooKeeperEnsemble;
import io.servicegroup.servers.ZooKeeperPeer;

/**
 * What may befall an ensemble of three.
 */
enum EnsembleFault {

	LEADER_KILLED {
		@Override
		List<ZooKeeperPeer> victims(ZooKeeperEnsemble ensemble) {
			return List.of(ensemble.leader());
		}
	},

	FOLLOWER_KILLED {
		@Override
		List<ZooKeeperPeer> victims(ZooKeeperEnsemble ensemble) {
			return ensemble.followers().subList(0, 1);
		}
	},

	LEADER_FROZEN {
		@Override
		List<ZooKeeperPeer> victims(ZooKeeperEnsemble ensemble) {
			return List.of(ensemble.leader());
		}
	},

	FOLLOWER_FROZEN {
		@Override
		List<ZooKeeperPeer> victims(ZooKeeperEnsemble ensemble) {
			return ensemble.followers().subList(0, 1);
		}
	},

	QUORUM_KILLED {
		@Override
		List<ZooKeeperPeer> victims(ZooKeeperEnsemble ensemble) {
			return List.of(ensemble.leader(), ensemble.followers().get(0));
		}
	};

	abstract List<ZooKeeperPeer> victims(ZooKeeperEnsemble ensemble);

	boolean leavesQuorum() {
		return this != QUORUM_KILLED;
	}

	void strike(ZooKeeperPeer victim) {
		if (name().endsWith("FROZEN")) {
			victim.process().pause();
		}
		else {
			victim.process().kill();
		}
	}

	void mend(ZooKeeperPeer victim) {
		if (name().endsWith("FROZEN")) {
			victim.process().resume();
		}
		else {
			victim.start();
		}
	}

}
