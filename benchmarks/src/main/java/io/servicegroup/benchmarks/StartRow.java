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
import org.jspecify.annotations.Nullable;

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
				+ "failureaccess|listenablefuture|error_prone|j2objc|commons-io|msgpack|jakarta\\.(xml|activation))"
				+ ".*");

	/** What a bare client needs, by the store. */
	private static final Map<Store, Pattern> OF_CLIENT = Map.of(Store.REDIS,
			Pattern.compile("(lettuce|netty|reactor|reactive-streams|redis-authx).*"), Store.ZOOKEEPER,
			Pattern.compile("(curator|zookeeper|netty|audience|guava|failureaccess|listenablefuture|commons-io).*"));

	private static final String CLIENT = "client: ";

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
		String all = Files
			.readString(Path.of(System.getProperty("bench.sample-classpath", "../sample-app/target/runtime-classpath")))
			.strip();
		Map<String, List<String>> kinds = new LinkedHashMap<>();
		kinds.put("without", command(StartedApplication.class, classPath(all, null)));
		for (Store store : List.of(Store.REDIS, Store.ZOOKEEPER)) {
			kinds.put(store.title(), ours(all, run.server(store).url("timeout=5")));
			String address = "127.0.0.1:" + Store.port(run.server(store));
			kinds.put(CLIENT + store.title(), command(StartedWithClient.class, classPath(all, OF_CLIENT.get(store)),
					"--bench.client=" + ((store == Store.REDIS) ? "redis://" : "") + address));
		}
		kinds.put("Redis unavailable", ours(all, "redis://127.0.0.1:" + UNUSED_PORT + "?timeout=5"));
		Map<String, List<Double>> millis = new LinkedHashMap<>();
		Map<String, List<Double>> mebibytes = new LinkedHashMap<>();
		Map<String, List<Double>> classes = new LinkedHashMap<>();
		for (int i = 0; i < Integer.getInteger("bench.start.times", run.choose(1, 7)); i++) {
			for (Map.Entry<String, List<String>> kind : kinds.entrySet()) {
				start(kind.getValue(), millis.computeIfAbsent(kind.getKey(), (key) -> new ArrayList<>()),
						classes.computeIfAbsent(kind.getKey(), (key) -> new ArrayList<>()),
						mebibytes.computeIfAbsent(kind.getKey(), (key) -> new ArrayList<>()));
			}
		}
		double base = Samples.median(millis.get("without"));
		run.add(Figure.of("start of an application without the starter", "", base, Unit.MILLISECONDS)
			.noting("The same web application with Actuator, on the class path of the sample application. Until "
					+ "ApplicationReadyEvent, from the start of the JVM."));
		for (String kind : List.of(Store.REDIS.title(), Store.ZOOKEEPER.title(), "Redis unavailable")) {
			Limit limit = Limit.atMost(kind.endsWith("unavailable") ? 50 : 150);
			add(run, "start of an application, added by the starter", kind, Unit.MILLISECONDS, limit, millis);
			add(run, "classes loaded at the start, added by the starter", kind, Unit.COUNT, Limit.NONE, classes);
			add(run, "resident memory, added by the starter", kind, Unit.MEBIBYTES, Limit.atMost(20), mebibytes);
		}
	}

	private static void add(Run run, String work, String kind, Unit unit, Limit limit,
			Map<String, List<Double>> samples) {
		double base = Samples.median(samples.get("without"));
		Figure figure = Figure.of(work, kind, Samples.median(samples.get(kind)) - base, unit).within(limit);
		List<Double> client = samples.get(CLIENT + kind);
		run.add((client != null) ? figure.against("added by a bare client", Samples.median(client) - base)
			.noting("The bare client is that of the starter, Lettuce or Curator: the application opens one connection "
					+ "and makes one call while it starts, without this library.")
				: figure);
	}

	private List<String> ours(String all, String url) {
		return command(StartedApplication.class, all, "--servicegroup.tooz-url=" + url);
	}

	/** Returns the class path without the starter, but with a client. */
	private static String classPath(String all, @Nullable Pattern client) {
		return Arrays.stream(all.split(File.pathSeparator)).filter((entry) -> {
			String name = Path.of(entry).getFileName().toString();
			return !OF_STARTER.matcher(name).matches() || (client != null && client.matcher(name).matches());
		}).collect(Collectors.joining(File.pathSeparator));
	}

	private List<String> command(Class<?> application, String classPath, String... arguments) {
		List<String> command = new ArrayList<>(List.of(
				Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-XX:+UseSerialGC", "-Xmx192m",
				"-cp", this.own + File.pathSeparator + classPath, application.getName(), "--server.port=0",
				"--server.address=127.0.0.1", "--spring.main.banner-mode=off", "--spring.application.name=web"));
		command.addAll(List.of(arguments));
		return command;
	}

	private static void start(List<String> command, List<Double> millis, List<Double> classes, List<Double> mebibytes)
			throws IOException {
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
			String[] figures = ready.substring(StartedApplication.READY.length()).split(" ");
			millis.add(Double.parseDouble(figures[0]));
			classes.add(Double.parseDouble(figures[1]));
			mebibytes.add(Cpu.residentMebibytes(process.process().pid()));
		}
	}

}
