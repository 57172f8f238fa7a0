package io.servicegroup.faults;

import java.util.ArrayList;
import java.util.List;

/**
 * The rows of the network and of what surrounds a process.
 */
final class NetworkRows {

	/** The one that clients take longest to find out. */
	static final Fault QUICK = new NetworkFault(NetworkTrouble.HALF_OPEN);

	private NetworkRows() {
	}

	/** The others. */
	static List<Fault> more() {
		List<Fault> faults = new ArrayList<>();
		for (NetworkTrouble trouble : NetworkTrouble.values()) {
			faults.add(new NetworkFault(trouble));
		}
		faults.remove(QUICK);
		faults.add(ImpairedNetworkFault.DELAY);
		faults.add(ImpairedNetworkFault.RESETS);
		faults.add(new CallsFault());
		faults.add(new AbsentStoreFault());
		faults.add(new ListenerFault());
		faults.add(new ClockFault());
		faults.add(new StrainFault(Strain.COLLECTIONS, "full garbage collections"));
		faults.add(new StrainFault(Strain.SCHEDULERS, "blocked application schedulers"));
		return faults;
	}

}
