package io.servicegroup.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;

/**
 * The CPU time of a process, from {@code /proc}.
 */
final class Cpu {

	/** The clock ticks a second of every current Linux. */
	private static final double TICKS = 100;

	private Cpu() {
	}

	/** Returns the per cent of a core that a process uses during a time. */
	static double percent(long pid, Duration window) throws IOException, InterruptedException {
		double before = seconds(pid);
		long begun = System.nanoTime();
		Thread.sleep(window.toMillis());
		double used = seconds(pid) - before;
		return used / ((System.nanoTime() - begun) / 1e9) * 100;
	}

	/** Returns the seconds of user and system time so far. */
	static double seconds(long pid) throws IOException {
		return seconds(Files.readString(Path.of("/proc/" + pid + "/stat")));
	}

	/** Parses the content of {@code /proc/<pid>/stat}. */
	static double seconds(String stat) {
		// The name of the program, in parentheses, may contain spaces.
		String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ");
		return (Long.parseLong(fields[11]) + Long.parseLong(fields[12])) / TICKS;
	}

	/** Returns the resident memory of a process in MiB. */
	static double residentMebibytes(long pid) throws IOException {
		return Files.readString(Path.of("/proc/" + pid + "/status"))
			.lines()
			.filter((line) -> line.startsWith("VmRSS:"))
			.mapToDouble((line) -> Double.parseDouble(line.replaceAll("\\D", "")) / 1024)
			.findFirst()
			.orElseThrow();
	}

}
