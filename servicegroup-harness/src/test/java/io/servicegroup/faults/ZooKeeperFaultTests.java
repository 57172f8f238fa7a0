package io.servicegroup.faults;

class ZooKeeperFaultTests extends FaultContract {

	ZooKeeperFaultTests() {
		super(FaultBackend.ZOOKEEPER);
	}

}
