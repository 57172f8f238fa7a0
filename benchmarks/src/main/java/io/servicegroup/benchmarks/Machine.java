package io.servicegroup.benchmarks;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The machine, and the versions of the servers and libraries that were measured.
 */
final class Machine {

	private static final Pattern VERSION = Pattern.compile("\\d+(?:\\.\\d+)+");

	/** Libraries on the class path whose versions are shown. */
	private static final Map<String, String> LIBRARIES = Map.of("lettuce-core", "Lettuce", "curator-recipes", "Curator",
			"jetcd-core", "jetcd", "redisson", "Redisson", "spring-integration-redis", "Spring Integration",
			"shedlock-core", "ShedLock", "zookeeper", "ZooKeeper");

	private Machine() {
	}

	static String description() {
		return Runtime.getRuntime().availableProcessors() + " cores (" + System.getProperty("os.arch") + ", "
				+ System.getProperty("os.name") + "), " + System.getProperty("java.vm.name") + " "
				+ System.getProperty("java.version");
	}

	/** Returns the versions by name. */
	static Map<String, String> versions() {
		Map<String, String> versions = new LinkedHashMap<>();
		versions.put("Redis server", ask("redis-server", "--version"));
		versions.put("memcached", ask("memcached", "-V"));
		versions.put("etcd", ask("etcd", "--version"));
		versions.put("PostgreSQL", ask("psql", "--version"));
		versions.put("Python's tooz",
				ask("/usr/bin/python3", "-c", "import importlib.metadata as m; print(m.version('tooz'))"));
		LIBRARIES.keySet().stream().sorted().forEach((jar) -> {
			Matcher found = Pattern.compile("/" + jar + "-(" + VERSION.pattern() + "[^/]*?)\\.jar")
				.matcher(System.getProperty("java.class.path"));
			if (found.find()) {
				versions.put(LIBRARIES.get(jar), found.group(1));
			}
		});
		return versions;
	}

	private static String ask(String... command) {
		try {
			Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
			Matcher version = VERSION
				.matcher(new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8));
			return version.find() ? version.group() : "unknown";
		}
		catch (IOException ex) {
			return "not installed";
		}
	}

}
