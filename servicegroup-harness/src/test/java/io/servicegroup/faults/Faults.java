package io.servicegroup.faults;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.stream.Stream;

/**
 * Runs the fault matrix. Arguments:
 * {@code [--quick] [--jobs 2] [--seed n] [--backend x]… [fault…]}, where a fault is given
 * by a part of its name. A run without {@code --quick}, backends and faults writes its
 * figures to docs/reliability.md. The exit status is 1 if there was a violation.
 */
public final class Faults {

	private Faults() {
	}

	public static void main(String[] args) throws InterruptedException, IOException {
		boolean quick = false;
		int jobs = 2;
		long seed = new Random().nextInt(1_000_000);
		List<FaultBackend> backends = new ArrayList<>();
		List<String> wanted = new ArrayList<>();
		for (int i = 0; i < args.length; i++) {
			switch (args[i]) {
				case "--quick" -> quick = true;
				case "--jobs" -> jobs = Integer.parseInt(args[++i]);
				case "--seed" -> seed = Long.parseLong(args[++i]);
				case "--backend" -> backends.add(FaultBackend.valueOf(args[++i].toUpperCase(Locale.ROOT)));
				default -> wanted.add(args[i]);
			}
		}
		List<Fault> faults = Stream.concat(FaultMatrix.all().stream(), ClusterFault.all().stream())
			.filter((fault) -> wanted.isEmpty() || wanted.stream().anyMatch(fault.name()::contains))
			.toList();
		FaultRun run = new FaultRun(faults, backends.isEmpty() ? List.of(FaultBackend.values()) : backends, quick,
				seed);
		boolean held = run.run(jobs);
		if (!quick && wanted.isEmpty() && backends.isEmpty()) {
			new Report(run).write(Path.of("..", "docs", "reliability.md"));
		}
		System.exit(held ? 0 : 1);
	}

}
