package io.servicegroup.compat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Properties;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import io.servicegroup.tck.servers.EtcdServer;
import io.servicegroup.tck.servers.LocalProcess;
import io.servicegroup.tck.servers.MariaDbServer;
import io.servicegroup.tck.servers.MemcachedServer;
import io.servicegroup.tck.servers.PostgresServer;
import io.servicegroup.tck.servers.RedisServer;
import io.servicegroup.tck.servers.SharedDirectory;
import io.servicegroup.tck.servers.SmallJvm;
import io.servicegroup.tck.servers.StoreServer;
import io.servicegroup.tck.servers.ZooKeeperServer;
import org.awaitility.core.ConditionTimeoutException;

import static org.awaitility.Awaitility.await;

/**
 * Runs an application of an earlier build and one of this build side by side on each
 * store, and prints a table. Arguments: a directory with the jars of the earlier build,
 * and one with those of this build. The exit status is 1 if something did not work.
 */
public final class Compat {

	/** The databases' drivers, which an application brings itself. */
	private static final String DRIVERS = Stream.of(org.postgresql.Driver.class, org.mariadb.jdbc.Driver.class)
		.map((driver) -> ":" + driver.getProtectionDomain().getCodeSource().getLocation().getPath())
		.collect(Collectors.joining());

	private static final Duration START = Duration.ofSeconds(60);

	/** Of a killed member, after the timeout of 4 s. */
	private static final Duration GONE = Duration.ofSeconds(8);

	private final Path classes;

	private final Path oldLibraries;

	private final Path newLibraries;

	private final List<String> failures = new ArrayList<>();

	private Path directory = Path.of("");

	private Compat(Path classes, Path oldLibraries, Path newLibraries) {
		this.classes = classes;
		this.oldLibraries = oldLibraries;
		this.newLibraries = newLibraries;
	}

	public static void main(String[] args) throws IOException {
		Path classes = Files.createTempDirectory("servicegroup-compat");
		String member = CompatMember.class.getName().replace('.', '/') + ".class";
		Files.createDirectories(classes.resolve(member).getParent());
		try (var content = CompatMember.class.getClassLoader().getResourceAsStream(member)) {
			Files.copy(content, classes.resolve(member));
		}
		System.exit(new Compat(classes, Path.of(args[0]), Path.of(args[1])).run() ? 0 : 1);
	}

	private boolean run() throws IOException {
		System.out.println("| store | members | leader | locks |");
		System.out.println("|---|---|---|---|");
		for (Store store : Store.values()) {
			this.directory = Files.createTempDirectory("servicegroup-compat");
			try (StoreServer server = store.start()) {
				System.out.println("| " + store.name().toLowerCase(Locale.ROOT) + " | "
						+ run(server.url("timeout=4"), store.groups) + " |");
			}
		}
		this.failures.forEach(System.out::println);
		return this.failures.isEmpty();
	}

	private String run(String url, boolean groups) {
		LocalProcess earlier = start("old", this.oldLibraries, url, groups);
		LocalProcess current = start("new", this.newLibraries, url, groups);
		try {
			String members = "–";
			String leader = "–";
			if (groups) {
				members = check(url, "members", START, () -> sees("old", "new,old") && sees("new", "new,old"));
				leader = check(url, "one leader", START, () -> leads("old") ^ leads("new"));
			}
			String locks = check(url, "locks", START, () -> count("old", "acquired") >= 5
					&& count("new", "acquired") >= 5 && count("old", "overlaps") + count("new", "overlaps") == 0);
			if (groups) {
				boolean oldLeads = leads("old");
				(oldLeads ? earlier : current).kill();
				String left = oldLeads ? "new" : "old";
				members += ", " + check(url, "a killed member is gone", GONE, () -> sees(left, left));
				leader += ", " + check(url, "another leads after a kill", GONE, () -> leads(left));
				if (oldLeads) {
					earlier = start("old", this.oldLibraries, url, true);
				}
				else {
					current = start("new", this.newLibraries, url, true);
				}
				members += ", " + check(url, "a member that joins again", START, () -> sees(left, "new,old"));
				(oldLeads ? current : earlier).terminate();
				String last = oldLeads ? "old" : "new";
				members += ", "
						+ check(url, "a member that stops is gone", Duration.ofSeconds(4), () -> sees(last, last));
				leader += ", " + check(url, "another leads after a stop", Duration.ofSeconds(4), () -> leads(last));
			}
			return members + " | " + leader + " | " + locks;
		}
		finally {
			earlier.kill();
			current.kill();
		}
	}

	private LocalProcess start(String member, Path libraries, String url, boolean groups) {
		return new LocalProcess(SmallJvm.withClassPath(this.classes + ":" + libraries + "/*" + DRIVERS,
				CompatMember.class, member, this.directory.toString(), "" + groups, url))
			.start();
	}

	private String check(String url, String what, Duration limit, Condition condition) {
		try {
			await().atMost(limit).pollInterval(Duration.ofMillis(50)).until(condition::holds);
			return "yes";
		}
		catch (ConditionTimeoutException ex) {
			this.failures.add(what + " on " + url + ": not within " + limit.toSeconds() + " s, old " + state("old")
					+ ", new " + state("new"));
			return "NO";
		}
	}

	private boolean sees(String member, String members) {
		return members.equals(state(member).getProperty("members"));
	}

	private boolean leads(String member) {
		return "true".equals(state(member).getProperty("leads"));
	}

	private int count(String member, String what) {
		return Integer.parseInt(state(member).getProperty(what, "0"));
	}

	private Properties state(String member) {
		Properties state = new Properties();
		try (var content = Files.newBufferedReader(this.directory.resolve(member))) {
			state.load(content);
		}
		catch (NoSuchFileException ex) {
			return state;
		}
		catch (IOException ex) {
			throw new IllegalStateException(ex);
		}
		return state;
	}

	private interface Condition {

		boolean holds();

	}

	/** The stores; databases have locks only. */
	private enum Store {

		REDIS(true), MEMCACHED(true), ZOOKEEPER(true), ETCD(true), FILE(true), POSTGRESQL(false), MYSQL(false);

		private final boolean groups;

		Store(boolean groups) {
			this.groups = groups;
		}

		StoreServer start() {
			return switch (this) {
				case REDIS -> new RedisServer();
				case MEMCACHED -> new MemcachedServer();
				case ZOOKEEPER -> new ZooKeeperServer();
				case ETCD -> new EtcdServer();
				case FILE -> new SharedDirectory();
				case POSTGRESQL -> new PostgresServer();
				case MYSQL -> new MariaDbServer();
			};
		}

	}

}
