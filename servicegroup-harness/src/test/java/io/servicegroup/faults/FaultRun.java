package io.servicegroup.faults;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * Runs faults on backends. Backends run in parallel, because a run mostly waits.
 */
record FaultRun(List<Fault> faults, List<FaultBackend> backends, boolean quick, long seed,
		ConcurrentHashMap<String, Figures> results) {

	FaultRun(List<Fault> faults, List<FaultBackend> backends, boolean quick, long seed) {
		this(faults, backends, quick, seed, new ConcurrentHashMap<>());
	}

	/** Runs the faults, and returns whether there was no violation. */
	boolean run(int jobs) throws InterruptedException {
		System.out.println("Seed " + this.seed);
		ExecutorService threads = Executors.newFixedThreadPool(jobs);
		try {
			List<Callable<Void>> work = new ArrayList<>();
			this.backends.forEach((backend) -> work.add(() -> {
				inject(backend);
				return null;
			}));
			threads.invokeAll(work);
		}
		finally {
			threads.shutdownNow();
		}
		return this.results.values().stream().allMatch((figures) -> figures.violations().isEmpty());
	}

	/** Returns the faults of groups, or those of locks in databases. */
	List<Fault> faults(boolean ofGroups) {
		return this.faults.stream().filter((fault) -> fault.isOfGroups() == ofGroups).toList();
	}

	/** Returns the backends with groups, or the databases. */
	List<FaultBackend> backends(boolean withGroups) {
		return this.backends.stream().filter((backend) -> backend.hasGroups() == withGroups).toList();
	}

	/** Returns the figures of a fault, or empty if it was not run on that backend. */
	Optional<Figures> figures(Fault fault, FaultBackend backend) {
		return Optional.ofNullable(this.results.get(key(fault, backend)));
	}

	private static String key(Fault fault, FaultBackend backend) {
		return fault.name() + ", " + backend.title();
	}

	private void inject(FaultBackend backend) {
		for (Fault fault : faults(backend.hasGroups())) {
			String title = key(fault, backend);
			fault.notApplicableReason(backend)
				.ifPresentOrElse((why) -> System.out.println(title + ": not applicable: " + why), () -> {
					Figures figures = FaultMatrix.run(fault, backend, this.quick, this.seed);
					this.results.put(key(fault, backend), figures);
					System.out.println(title + ": " + figures);
				});
		}
	}

}
