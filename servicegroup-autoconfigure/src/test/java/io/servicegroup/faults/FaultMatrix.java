package io.servicegroup.faults;

import java.util.ArrayList;
import java.util.List;

/**
 * The rows: every fault there is.
 */
final class FaultMatrix {

	private FaultMatrix() {
	}

	static List<Fault> all() {
		List<Fault> faults = new ArrayList<>(quick());
		faults.add(3, new PauseFault(3));
		faults.add(new LossFault(Loss.GONE));
		faults.addAll(NetworkRows.more());
		return faults;
	}

	/** Those that run with all the tests. */
	static List<Fault> quick() {
		return List.of(new KillFault(), new PauseFault(0.5), new PauseFault(1.5), new LossFault(Loss.WIPED),
				new LossFault(Loss.RESTARTED_EMPTY), new LossFault(Loss.RESTARTED), new FreezeFault(0.5),
				new FreezeFault(3), NetworkRows.QUICK);
	}

	/** Lets a fault strike a store of its own. What goes wrong is a violation, too. */
	static Figures run(Fault fault, FaultBackend backend, boolean quick, long seed) {
		Figures figures = new Figures();
		try (Scene scene = new Scene(backend, quick, seed)) {
			fault.strike(scene, figures);
		}
		catch (Exception ex) {
			figures.violation(ex.toString());
		}
		return figures;
	}

}
