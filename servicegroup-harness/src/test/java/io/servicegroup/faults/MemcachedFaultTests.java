package io.servicegroup.faults;

class MemcachedFaultTests extends FaultContract {

	MemcachedFaultTests() {
		super(FaultBackend.MEMCACHED);
	}

}
