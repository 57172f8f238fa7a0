package io.servicegroup.faults;

class RedisFaultTests extends FaultContract {

	RedisFaultTests() {
		super(FaultBackend.REDIS);
	}

}
