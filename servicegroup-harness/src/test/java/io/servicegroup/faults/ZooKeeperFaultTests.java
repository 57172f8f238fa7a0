package io.servicegroup.faults;

import org.junit.jupiter.api.Tag;

@Tag("long")
class ZooKeeperFaultTests extends FaultContract {

	ZooKeeperFaultTests() {
		super(FaultBackend.ZOOKEEPER);
	}

}
