package io.servicegroup.faults;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * Some faults on some backends; the backends side by side, as they mostly wait.
 */
record FaultRun(List<Fault> faults, List<FaultBackend> backends, boolean quick, long seed,
		ConcurrentHashMap<String, Figures> results) {

	FaultRun(List<Fault> faults, List<FaultBackend> backends, boolean quick, long seed) {
		this(faults, backends, quick, seed, new ConcurrentHashMap<>());
	}

	/** Tells whether all held. */
	boolean run(int jobs) throws InterruptedException {
		System.out.println("Seed " + this.seed);
		ExecutorService threads = Executors.newFixedThreadPool(jobs);
		try {
			List<Callable<Void>> work = new ArrayList<>();
			this.backends.forEach((backend) -> work.add(() -> {
				strike(backend);
				return null;
			}));
			threads.invokeAll(work);
		}
		finally {
			threads.shutdownNow();
		}
		return this.results.values().stream().allMatch((figures) -> figures.violations().isEmpty());
	}

	/** What a fault has shown, if it was done to that backend. */
	Optional<Figures> figures(Fault fault, FaultBackend backend) {
		return Optional.ofNullable(this.results.get(key(fault, backend)));
	}

	private static String key(Fault fault, FaultBackend backend) {
		return fault.name() + ", " + backend.title();
	}

	private void strike(FaultBackend backend) {
		for (Fault fault : this.faults) {
			String title = key(fault, backend);
			fault.whyNot(backend)
				.ifPresentOrElse((why) -> System.out.println(title + ": not applicable: " + why), () -> {
					Figures figures = FaultMatrix.run(fault, backend, this.quick, this.seed);
					this.results.put(key(fault, backend), figures);
					System.out.println(title + ": " + figures);
				});
		}
	}

}
