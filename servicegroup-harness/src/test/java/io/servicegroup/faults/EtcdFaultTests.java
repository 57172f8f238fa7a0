package io.servicegroup.faults;

class EtcdFaultTests extends FaultContract {

	EtcdFaultTests() {
		super(FaultBackend.ETCD);
	}

}
