package io.servicegroup.faults;

import java.util.Optional;

/**
 * A fault of the network between a member and the server of its store.
 */
interface ServerFault extends Fault {

	@Override
	default Optional<String> notApplicableReason(FaultBackend backend) {
		return backend.isServer() ? Optional.empty() : Optional.of("there is no network between it and its members");
	}

}
