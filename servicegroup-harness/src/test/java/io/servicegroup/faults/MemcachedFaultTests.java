package io.servicegroup.faults;

import org.junit.jupiter.api.Tag;

@Tag("long")
class MemcachedFaultTests extends FaultContract {

	MemcachedFaultTests() {
		super(FaultBackend.MEMCACHED);
	}

}
