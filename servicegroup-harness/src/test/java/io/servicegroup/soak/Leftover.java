package io.servicegroup.soak;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * What stopped applications have left in the JVM.
 *
 * @param rounds the number of applications
 * @param before the JVM before the first one
 * @param after the JVM after the last one
 */
record Leftover(int rounds, Footprint before, Footprint after) {

	static final String HEADER = """
			| backend | contexts | threads left | sockets left | direct memory | classes | metaspace | resident |
			|---|---|---|---|---|---|---|---|""";

	/** A thread that reads or writes caches a direct buffer of a few KiB. */
	private static final long DIRECT_SLACK = 256 << 10;

	/** The JDK generates classes for frequent reflective calls. */
	private static final long CLASSES_SLACK = 400;

	private static final long METASPACE_SLACK = 6 << 20;

	Map<String, Integer> threads() {
		return this.after.threadsSince(this.before);
	}

	int sockets() {
		return Math.max(0, this.after.sockets() - this.before.sockets());
	}

	long directBytes() {
		return this.after.directBytes() - this.before.directBytes();
	}

	long classes() {
		return this.after.classes() - this.before.classes();
	}

	long metaspace() {
		return this.after.metaspace() - this.before.metaspace();
	}

	/**
	 * Returns what must not be left: threads, sockets, and more memory or classes than
	 * the tolerance.
	 */
	List<String> violations() {
		List<String> violations = new ArrayList<>();
		if (!threads().isEmpty()) {
			violations.add("threads are left: " + threads());
		}
		if (sockets() > 0) {
			violations.add(sockets() + " sockets are left");
		}
		if (directBytes() > DIRECT_SLACK) {
			violations.add(directBytes() + " bytes of direct memory are left");
		}
		if (metaspace() > METASPACE_SLACK || classes() > CLASSES_SLACK) {
			violations.add(classes() + " classes with " + metaspace() + " bytes of metaspace are left");
		}
		return violations;
	}

	String row(String backend) {
		return String.format(Locale.ROOT, "| %s | %d | %d | %d | %+d KiB | %+d | %+d KiB | %+.1f MiB |", backend,
				this.rounds, threads().values().stream().mapToInt(Integer::intValue).sum(), sockets(),
				directBytes() / 1024, classes(), metaspace() / 1024,
				(this.after.resident() - this.before.resident()) / 1048576.0);
	}

}
