package io.servicegroup.faults;

import org.junit.jupiter.api.Tag;

@Tag("long")
class EtcdFaultTests extends FaultContract {

	EtcdFaultTests() {
		super(FaultBackend.ETCD);
	}

}
