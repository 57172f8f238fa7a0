package io.servicegroup.sample;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.ToDoubleFunction;

import io.servicegroup.tck.servers.LocalProcess;
import io.servicegroup.tck.servers.RedisServer;

/**
 * Leaves the page open beside a group under churn, and checks at every quiet moment that
 * it shows what the endpoint shows, and that memory does not grow. Arguments:
 * {@code [--minutes 30] [--members 200] [--seed n]}. The exit status is 1 if there was a
 * violation.
 */
public final class BoardSoak {

	private static final Duration CHURN = Duration.ofSeconds(15);

	private static final Duration SETTLING = Duration.ofSeconds(30);

	private static final double TOLERANCE = 1.1;

	/** A stream of its own, whose deltas are replayed independently of the page. */
	private static final String REPLAY = """
			window.replayed = new Map();
			window.snapshots = 0;
			window.deltas = 0;
			const source = new EventSource('stream');
			source.addEventListener('snapshot', ({ data }) => {
				window.snapshots++;
				window.replayed = new Map(JSON.parse(data).members.map((member) => [member.id, member]));
			});
			source.addEventListener('delta', ({ data }) => {
				window.deltas++;
				const { gone = [], members = [] } = JSON.parse(data);
				gone.forEach((id) => window.replayed.delete(id));
				members.forEach((member) => window.replayed.set(member.id, member));
			});""";

	/** Lets the page believe that its window shows all rows. */
	private static final String ALL_ROWS = """
			window.height ??= Object.getOwnPropertyDescriptor(window, 'innerHeight');
			Object.defineProperty(window, 'innerHeight', { configurable: true, get: () => 1e6 });
			dispatchEvent(new Event('resize'));""";

	private static final String ROWS_IN_VIEW = """
			Object.defineProperty(window, 'innerHeight', window.height);
			dispatchEvent(new Event('resize'));""";

	private final Random random;

	private final int members;

	private final List<String> violations = new ArrayList<>();

	private final List<Footprint> footprints = new ArrayList<>();

	private final TreeSet<String> expected = new TreeSet<>();

	private final TreeSet<String> disabled = new TreeSet<>();

	private int created;

	private int changes;

	private BoardSoak(long seed, int members) {
		this.random = new Random(seed);
		this.members = members;
	}

	public static void main(String[] args) throws Exception {
		Fleet.beQuiet();
		int minutes = 30;
		int members = 200;
		long seed = new Random().nextInt(1_000_000);
		for (int i = 0; i < args.length; i += 2) {
			switch (args[i]) {
				case "--minutes" -> minutes = Integer.parseInt(args[i + 1]);
				case "--members" -> members = Integer.parseInt(args[i + 1]);
				case "--seed" -> seed = Long.parseLong(args[i + 1]);
				default -> throw new IllegalArgumentException("Unknown argument: " + args[i]);
			}
		}
		System.out.println("Seed " + seed + ", " + members + " members, " + minutes + " minutes");
		BoardSoak soak = new BoardSoak(seed, members);
		soak.run(Duration.ofMinutes(minutes));
		soak.violations.forEach(System.out::println);
		System.exit(soak.violations.isEmpty() ? 0 : 1);
	}

	private void run(Duration duration) throws Exception {
		try (RedisServer server = new RedisServer();
				Fleet fleet = new Fleet(server.url("timeout=4"), 500);
				SampleProcess viewer = SampleProcess.start(server.url("timeout=4"), "viewer", 0).awaitStarted();
				Browser browser = new Browser()) {
			this.expected.add("viewer");
			while (this.expected.size() <= this.members) {
				join(fleet);
			}
			browser.open(viewer.url());
			browser.run(REPLAY);
			long end = System.nanoTime() + duration.toNanos();
			while (System.nanoTime() < end) {
				churn(fleet, viewer);
				compare(viewer, browser);
				this.footprints.add(footprint(viewer, browser));
				System.out.println(this.footprints.get(this.footprints.size() - 1));
			}
			checkPage(browser);
			checkMemory();
			System.out.printf("%d changes, %d quiet moments, %s deltas, %d violations%n", this.changes,
					this.footprints.size(), browser.<Object>run("return window.deltas"), this.violations.size());
		}
	}

	private void join(Fleet fleet) {
		String id = "web-" + ++this.created;
		fleet.join(id, Map.of("zone", "eu-" + (char) ('a' + this.created % 3), "version", "1.4.2"));
		this.expected.add(id);
	}

	private void churn(Fleet fleet, SampleProcess viewer) throws InterruptedException {
		long until = System.nanoTime() + CHURN.toNanos();
		while (System.nanoTime() < until) {
			List<String> others = this.expected.stream()
				.filter((id) -> !id.equals("viewer") && !this.disabled.contains(id))
				.toList();
			String id = others.get(this.random.nextInt(others.size()));
			int act = this.random.nextInt(10);
			if (act == 0 && this.disabled.size() < 5) {
				viewer.setSwitch(id, "disable", "soak");
				this.disabled.add(id);
			}
			else if (act == 1 && !this.disabled.isEmpty()) {
				viewer.setSwitch(this.disabled.pollFirst(), "enable", "");
			}
			else if (this.expected.size() <= this.members) {
				join(fleet);
			}
			else {
				this.expected.remove(id);
				if (act < 6) {
					fleet.die(id);
				}
				else {
					fleet.leave(id);
				}
			}
			this.changes++;
			Thread.sleep(this.random.nextInt(50, 800));
		}
	}

	/** The members in the page, replayed, at the endpoint, and those that are alive. */
	private void compare(SampleProcess viewer, Browser browser) throws InterruptedException {
		long deadline = System.nanoTime() + SETTLING.toNanos();
		browser.run(ALL_ROWS);
		List<Set<String>> seen;
		do {
			Thread.sleep(500);
			seen = List.of(new TreeSet<>(browser.texts("#members > li:not([inert]) .id")),
					new TreeSet<>(browser.<List<String>>run(
							"return [...window.replayed.values()].filter(({ up }) => up).map(({ id }) => id)")),
					viewer.members());
		}
		while (System.nanoTime() < deadline && !seen.stream().allMatch(this.expected::equals));
		for (int i = 0; i < seen.size(); i++) {
			if (!seen.get(i).equals(this.expected)) {
				Set<String> missing = new TreeSet<>(this.expected);
				missing.removeAll(seen.get(i));
				Set<String> surplus = new TreeSet<>(seen.get(i));
				surplus.removeAll(this.expected);
				this.violations.add(List.of("The page", "The replay", "The endpoint").get(i) + " after " + this.changes
						+ " changes: missing " + missing + ", too many " + surplus);
			}
		}
		Set<String> shown = new TreeSet<>(browser.texts("#members > li:not([inert]):has(.disabled:not([hidden])) .id"));
		if (!shown.equals(this.disabled)) {
			this.violations.add("Disabled are " + this.disabled + ", the page shows " + shown);
		}
		browser.run(ROWS_IN_VIEW);
	}

	private Footprint footprint(SampleProcess viewer, Browser browser) throws Exception {
		browser.command("HeapProfiler.collectGarbage", Map.of());
		long pid = viewer.process().process().pid();
		String jcmd = System.getProperty("java.home") + "/bin/jcmd";
		output(jcmd, Long.toString(pid), "GC.run");
		String heap = output(jcmd, Long.toString(pid), "GC.heap_info");
		double used = 0;
		for (String line : heap.split("\n")) {
			if (line.matches("(?s).*(generation|garbage-first).* used .*")) {
				used += Double.parseDouble(line.replaceAll(".* used (\\d+)K.*", "$1")) / 1024;
			}
		}
		return new Footprint(browser.metric("JSHeapUsedSize") / (1 << 20), browser.metric("Nodes"),
				browser.metric("JSEventListeners"), used,
				browser.<Number>run("return document.querySelectorAll('*').length").doubleValue());
	}

	private static String output(String... command) throws Exception {
		try (LocalProcess process = new LocalProcess(List.of(command)).start()) {
			process.process().waitFor();
			return process.output();
		}
	}

	private void checkPage(Browser browser) {
		if (browser.<Number>run("return window.snapshots").intValue() != 1) {
			this.violations.add("The stream was interrupted: it sent a snapshot again");
		}
		browser.console().forEach((line) -> this.violations.add("Console: " + line));
	}

	private void checkMemory() {
		check("the page's heap, MiB", Footprint::heap, 2);
		check("nodes", Footprint::nodes, 500);
		check("listeners", Footprint::listeners, 20);
		// The log of a day's events is bounded, but not full yet.
		check("the server's heap, MiB", Footprint::serverHeap, 5);
	}

	private void check(String what, ToDoubleFunction<Footprint> figure, double slack) {
		int third = (this.footprints.size() + 2) / 3;
		double first = median(this.footprints.subList(0, third), figure);
		double last = median(this.footprints.subList(this.footprints.size() - third, this.footprints.size()), figure);
		System.out.printf(Locale.ROOT, "%s: %.1f → %.1f%n", what, first, last);
		if (last > first * TOLERANCE + slack) {
			this.violations.add("Growth of " + what + ": " + first + " → " + last);
		}
	}

	private static double median(List<Footprint> some, ToDoubleFunction<Footprint> figure) {
		double[] sorted = some.stream().mapToDouble(figure).sorted().toArray();
		return sorted[sorted.length / 2];
	}

	/**
	 * What the page and the server use after a collection of garbage.
	 */
	private record Footprint(double heap, double nodes, double listeners, double serverHeap, double elements) {
	}

}
