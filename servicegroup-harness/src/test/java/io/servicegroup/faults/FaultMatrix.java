package io.servicegroup.faults;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.DoubleStream;
import java.util.stream.Stream;

/**
 * The rows: every fault there is.
 */
final class FaultMatrix {

	private FaultMatrix() {
	}

	static List<Fault> all() {
		List<Fault> faults = new ArrayList<>();
		faults.add(new KillFault());
		DoubleStream.of(0.5, 1.5, 3).mapToObj(PauseFault::new).forEach(faults::add);
		Stream.of(Loss.values()).map(LossFault::new).forEach(faults::add);
		DoubleStream.of(0.5, 3).mapToObj(FreezeFault::new).forEach(faults::add);
		faults.add(NetworkRows.QUICK);
		faults.addAll(NetworkRows.more());
		return faults;
	}

	/**
	 * Those that run with all the tests, but for what the contracts of the backends test
	 * already.
	 */
	static List<Fault> quick() {
		return List.of(new KillFault(), new PauseFault(0.5), new PauseFault(1.5), new LossFault(Loss.RESTARTED),
				new FreezeFault(1.5), NetworkRows.QUICK);
	}

	/** Lets a fault strike a store of its own. What goes wrong is a violation, too. */
	static Figures run(Fault fault, FaultBackend backend, boolean quick, long seed) {
		Figures figures = new Figures();
		try (Scene scene = new Scene(backend, quick, seed)) {
			fault.strike(scene, figures);
			if (!figures.violations().isEmpty()) {
				scene.keepOutput(fault.name());
			}
		}
		catch (Exception ex) {
			figures.violation(ex.toString());
		}
		return figures;
	}

}
