package io.servicegroup.faults;

import org.junit.jupiter.api.Tag;

@Tag("long")
class FileFaultTests extends FaultContract {

	FileFaultTests() {
		super(FaultBackend.FILE);
	}

}
