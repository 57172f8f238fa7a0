package io.servicegroup.benchmarks;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

import io.servicegroup.tck.servers.LocalProcess;
import org.awaitility.Awaitility;

/**
 * The start of a web application with the starter, beside the same without it: until it
 * is ready, and its resident memory. The class path is that of the sample application.
 */
final class StartRow implements Row {

	/**
	 * What the starter brings. Actuator, which it brings too, is in both applications.
	 */
	private static final Pattern OF_STARTER = Pattern
		.compile("classes|(servicegroup|lettuce|netty|reactor|reactive-streams|"
				+ "redis-authx|spring-(data|integration|messaging|tx|oxm|context-support)|curator|zookeeper|audience|guava|"
				+ "failureaccess|listenablefuture|error_prone|j2objc|commons-io|elasticache|msgpack|jakarta\\.(xml|activation))"
				+ ".*");

	private static final int UNUSED_PORT = LocalProcess.freePort();

	private final String own = Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator))
		.filter((entry) -> Files
			.exists(Path.of(entry, StartedApplication.class.getName().replace('.', '/') + ".class")))
		.findFirst()
		.orElseThrow();

	@Override
	public String name() {
		return "start";
	}

	@Override
	public void measure(Run run) {
		run.attempt("", () -> measureAll(run));
	}

	private void measureAll(Run run) throws Exception {
		String classPath = Files
			.readString(Path.of(System.getProperty("bench.sample-classpath", "../sample-app/target/runtime-classpath")))
			.strip();
		String without = Arrays.stream(classPath.split(File.pathSeparator))
			.filter((entry) -> !OF_STARTER.matcher(Path.of(entry).getFileName().toString()).matches())
			.collect(Collectors.joining(File.pathSeparator));
		Map<String, List<String>> kinds = new LinkedHashMap<>();
		kinds.put("without", command(without, null));
		kinds.put(Store.REDIS.title(), command(classPath, run.server(Store.REDIS).url("timeout=5")));
		kinds.put(Store.ZOOKEEPER.title(), command(classPath, run.server(Store.ZOOKEEPER).url("timeout=5")));
		kinds.put("Redis unavailable", command(classPath, "redis://127.0.0.1:" + UNUSED_PORT + "?timeout=5"));
		Map<String, List<Double>> millis = new LinkedHashMap<>();
		Map<String, List<Double>> mebibytes = new LinkedHashMap<>();
		for (int i = 0; i < run.choose(1, 7); i++) {
			for (Map.Entry<String, List<String>> kind : kinds.entrySet()) {
				start(kind.getValue(), millis.computeIfAbsent(kind.getKey(), (key) -> new ArrayList<>()),
						mebibytes.computeIfAbsent(kind.getKey(), (key) -> new ArrayList<>()));
			}
		}
		double base = Samples.median(millis.get("without"));
		double baseMemory = Samples.median(mebibytes.get("without"));
		run.add(Figure.of("start of an application without the starter", "", base, Unit.MILLISECONDS)
			.noting("The same web application with Actuator, on the class path of the sample application. Until "
					+ "ApplicationReadyEvent, from the start of the JVM."));
		for (String kind : kinds.keySet().stream().skip(1).toList()) {
			run.add(Figure
				.of("start of an application, added by the starter", kind, Samples.median(millis.get(kind)) - base,
						Unit.MILLISECONDS)
				.within(Limit.atMost(kind.endsWith("unavailable") ? 50 : 150)));
			run.add(Figure
				.of("resident memory, added by the starter", kind, Samples.median(mebibytes.get(kind)) - baseMemory,
						Unit.MEBIBYTES)
				.within(Limit.atMost(20)));
		}
	}

	private List<String> command(String classPath, @org.jspecify.annotations.Nullable String url) {
		List<String> command = new ArrayList<>(List.of(
				Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-XX:+UseSerialGC", "-Xmx192m",
				"-cp", this.own + File.pathSeparator + classPath, StartedApplication.class.getName(), "--server.port=0",
				"--server.address=127.0.0.1", "--spring.main.banner-mode=off", "--spring.application.name=web"));
		if (url != null) {
			command.add("--servicegroup.tooz-url=" + url);
		}
		return command;
	}

	private static void start(List<String> command, List<Double> millis, List<Double> mebibytes) throws IOException {
		try (LocalProcess process = new LocalProcess(command).start()) {
			Awaitility.await().atMost(Duration.ofSeconds(60)).pollInterval(Duration.ofMillis(20)).until(() -> {
				if (!process.isAlive()) {
					throw new IllegalStateException("The application has ended: " + process.output());
				}
				return process.output().contains(StartedApplication.READY);
			});
			String ready = process.output()
				.lines()
				.filter((line) -> line.startsWith(StartedApplication.READY))
				.findFirst()
				.orElseThrow();
			millis.add(Double.parseDouble(ready.substring(StartedApplication.READY.length())));
			mebibytes.add(Cpu.residentMebibytes(process.process().pid()));
		}
	}

}
