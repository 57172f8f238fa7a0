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
		List<Fault> faults = new ArrayList<>();
		faults.add(new KillFault());
		faults.addAll(NetworkRows.all());
		return faults;
	}

	/** Those that run with all the tests. */
	static List<Fault> quick() {
		return all();
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
