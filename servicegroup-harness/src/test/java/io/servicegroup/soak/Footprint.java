package io.servicegroup.soak;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.BufferPoolMXBean;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryPoolMXBean;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

import io.netty.util.internal.PlatformDependent;

/**
 * The resources that this JVM uses outside its heap.
 *
 * @param threads the number of threads by name, with numbers replaced
 * @param sockets the number of open sockets
 * @param directBytes the bytes of direct buffers, including Netty's
 * @param classes the number of loaded classes
 * @param metaspace the bytes of metaspace
 * @param resident the resident set size of the process in bytes
 */
record Footprint(Map<String, Integer> threads, int sockets, long directBytes, long classes, long metaspace,
		long resident) {

	private static final Path DESCRIPTORS = Path.of("/proc/self/fd");

	static Footprint take() {
		System.gc();
		Map<String, Integer> threads = new TreeMap<>();
		for (Thread thread : Thread.getAllStackTraces().keySet()) {
			threads.merge(thread.getName().replaceAll("\\d+", "*"), 1, Integer::sum);
		}
		long direct = ManagementFactory.getPlatformMXBeans(BufferPoolMXBean.class)
			.stream()
			.mapToLong(BufferPoolMXBean::getMemoryUsed)
			.sum() + Math.max(0, PlatformDependent.usedDirectMemory());
		long metaspace = ManagementFactory.getMemoryPoolMXBeans()
			.stream()
			.filter((pool) -> pool.getName().equals("Metaspace"))
			.map(MemoryPoolMXBean::getUsage)
			.mapToLong((usage) -> usage.getUsed())
			.sum();
		return new Footprint(threads, openSockets(), direct,
				ManagementFactory.getClassLoadingMXBean().getLoadedClassCount(), metaspace, residentBytes());
	}

	private static int openSockets() {
		if (!Files.isDirectory(DESCRIPTORS)) {
			throw new IllegalStateException(
					"Cannot count sockets: " + DESCRIPTORS + " does not exist. Run this on Linux.");
		}
		try (Stream<Path> descriptors = Files.list(DESCRIPTORS)) {
			return (int) descriptors.filter(Footprint::isSocket).count();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	private static boolean isSocket(Path descriptor) {
		try {
			return Files.readSymbolicLink(descriptor).toString().startsWith("socket:");
		}
		catch (IOException ex) {
			// Closed meanwhile.
			return false;
		}
	}

	private static long residentBytes() {
		try {
			return Long.parseLong(Files.readString(Path.of("/proc/self/statm")).split(" ")[1]) * 4096;
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	/** Returns by name how many more threads there are than in an earlier footprint. */
	Map<String, Integer> threadsSince(Footprint earlier) {
		Map<String, Integer> more = new TreeMap<>();
		this.threads.forEach((name, count) -> {
			int left = count - earlier.threads.getOrDefault(name, 0);
			if (left > 0) {
				more.put(name, left);
			}
		});
		return more;
	}

}
