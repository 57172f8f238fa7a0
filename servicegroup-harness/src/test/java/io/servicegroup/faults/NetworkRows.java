package io.servicegroup.faults;

import java.util.ArrayList;
import java.util.List;

/**
 * The faults of the network and of a process's environment.
 */
final class NetworkRows {

	/** The network failure that clients take longest to detect. */
	static final Fault QUICK = new NetworkFault(NetworkFailure.HALF_OPEN);

	private NetworkRows() {
	}

	/** Returns the other faults. */
	static List<Fault> more() {
		List<Fault> faults = new ArrayList<>();
		for (NetworkFailure failure : NetworkFailure.values()) {
			faults.add(new NetworkFault(failure));
		}
		faults.remove(QUICK);
		faults.add(ImpairedNetworkFault.DELAY);
		faults.add(ImpairedNetworkFault.RESETS);
		faults.add(new SlowNetworkFault());
		faults.add(new SilentStoreFault());
		faults.add(new CallsFault());
		faults.add(new AbsentStoreFault());
		faults.add(new ListenerFault());
		faults.add(new ClockFault());
		faults.add(new StrainFault(Strain.COLLECTIONS, "full garbage collections"));
		faults.add(new StrainFault(Strain.SCHEDULERS, "blocked application schedulers"));
		faults.add(ErrorsFault.THREADS);
		faults.add(ErrorsFault.RECORD);
		return faults;
	}

}
