package io.servicegroup.soak;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.apache.zookeeper.Version;

/**
 * Describes the machine and the servers that were measured.
 */
final class Versions {

	private static final Pattern NUMBER = Pattern.compile("\\d+\\.\\d+(\\.\\d+)?");

	private Versions() {
	}

	static String line() {
		return "%s, on %d cores (%s), JDK %s, ZooKeeper %s, Redis %s, memcached %s, etcd %s:".formatted(
				LocalDate.now(ZoneOffset.UTC), Runtime.getRuntime().availableProcessors(),
				System.getProperty("os.arch"), Runtime.version().toString().replaceAll("\\+.*", ""),
				Version.getVersion(), of("redis-server"), of("memcached"), of("etcd"));
	}

	private static String of(String program) {
		try {
			Process process = new ProcessBuilder(program, "--version").redirectErrorStream(true).start();
			String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
			Matcher number = NUMBER.matcher(output);
			return number.find() ? number.group() : output;
		}
		catch (IOException ex) {
			// The server runs in a container.
			return "-";
		}
	}

}
