package io.servicegroup.faults;

class FileFaultTests extends FaultContract {

	FileFaultTests() {
		super(FaultBackend.FILE);
	}

}
