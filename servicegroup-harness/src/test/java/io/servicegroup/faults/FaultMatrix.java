package io.servicegroup.faults;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.DoubleStream;
import java.util.stream.Stream;

import io.servicegroup.tck.servers.StoreServer;

/**
 * Lists and runs the faults.
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
		faults.add(RefusedWritesFault.FULL);
		faults.add(RefusedWritesFault.DEMOTED);
		faults.add(NetworkRows.QUICK);
		faults.addAll(NetworkRows.more());
		faults.addAll(SessionFault.all());
		return faults;
	}

	/**
	 * Returns the faults that run in every build. Faults that the backends' contract
	 * tests cover are left out.
	 */
	static List<Fault> quick() {
		return List.of(new KillFault(), new PauseFault(0.5), new PauseFault(1.5), new LossFault(Loss.RESTARTED),
				new FreezeFault(1.5), NetworkRows.QUICK);
	}

	/** Runs a fault on a new store. An exception counts as a violation. */
	static Figures run(Fault fault, FaultBackend backend, boolean quick, long seed) {
		try (StoreServer server = backend.start();
				FaultEnvironment environment = new FaultEnvironment(backend, server, quick, seed)) {
			return inject(fault, environment);
		}
		catch (RuntimeException ex) {
			Figures figures = new Figures();
			figures.violation(ex.toString());
			return figures;
		}
	}

	/** Runs a fault. An exception counts as a violation. */
	static Figures inject(Fault fault, FaultEnvironment environment) {
		Figures figures = new Figures();
		try {
			fault.inject(environment, figures);
			if (!figures.violations().isEmpty()) {
				environment.keepOutput(fault.name());
			}
		}
		catch (Exception ex) {
			figures.violation(ex.toString());
		}
		return figures;
	}

}
