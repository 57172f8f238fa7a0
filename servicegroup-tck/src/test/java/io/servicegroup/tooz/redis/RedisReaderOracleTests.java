package io.servicegroup.tooz.redis;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.Set;

import io.servicegroup.tooz.CoordinationException;
import io.servicegroup.tooz.coordination.Coordinators;
import io.servicegroup.tooz.spi.Backend.StoredGroup;
import io.servicegroup.tooz.spi.GroupReader;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Compares a reader with readings of the whole group, while members of this release, of
 * an earlier one and in Python do anything in any order, also under the same ids.
 */
class RedisReaderOracleTests extends RedisFixture {

	private static final int STEPS = 400;

	/** In every other block of steps there are members of this release only. */
	private static final int BLOCK = 40;

	private static final Duration TIMEOUT = Duration.ofSeconds(2);

	private static final List<String> IDS = List.of("a", "b", "c", "d");

	private final Map<String, RedisBackend> backends = new HashMap<>();

	/** The capabilities of the members of this release that beat. */
	private final Map<String, byte[]> beating = new TreeMap<>();

	private final Set<String> earlier = new TreeSet<>();

	private final Set<String> python = new TreeSet<>();

	private final List<String> done = new ArrayList<>();

	private Random random = new Random();

	private RedisBackend backend(String id) {
		return this.backends.computeIfAbsent(id,
				(key) -> new RedisBackend(Coordinators.parse(this.server.url("timeout=" + TIMEOUT.toSeconds())), key));
	}

	@AfterEach
	void closeBackends() {
		this.backends.values().forEach(RedisBackend::close);
		this.backends.clear();
	}

	@Tag("long")
	@ParameterizedTest
	@ValueSource(longs = { 2, 3 })
	void theReaderAgreesWithReadingsOfTheWholeGroupWithFurtherSeeds(long seed) throws Exception {
		theReaderAgreesWithReadingsOfTheWholeGroup(seed);
	}

	@ParameterizedTest
	@ValueSource(longs = { 1 })
	void theReaderAgreesWithReadingsOfTheWholeGroup(long seed) throws Exception {
		this.random = new Random(seed);
		backend("observer").createGroup("g");
		GroupReader reader = backend("observer").reader("g");
		long before = hgetall();
		for (int i = 0; i < STEPS; i++) {
			step();
			heartbeats();
			StoredGroup read = reader.read();
			StoredGroup whole = backend("oracle").read("g");
			assertThat(text(read)).as("seed %d, after %s", seed, this.done).isEqualTo(text(whole));
			assertThat(reader.read()).isSameAs(read);
		}
		assertThat(hgetall() - before - STEPS).as("whole readings by the reader, which has read %d times", 2 * STEPS)
			.isLessThan(STEPS + STEPS / 5);
	}

	private long hgetall() {
		return Arrays.stream(this.probe.text("INFO", "commandstats").split("\r?\n"))
			.filter((line) -> line.startsWith("cmdstat_hgetall:"))
			.mapToLong((line) -> Long.parseLong(line.replaceAll(".*calls=(\\d+),.*", "$1")))
			.sum();
	}

	private static Map<String, String> text(StoredGroup group) {
		Map<String, String> text = new TreeMap<>();
		group.members().forEach((id, member) -> text.put("member " + id, Arrays.toString(member.capabilities())));
		group.annotations().forEach((key, value) -> text.put("annotation " + key, value));
		return text;
	}

	private void step() throws InterruptedException {
		String id = IDS.get(this.random.nextInt(IDS.size()));
		int action = this.random.nextInt(100);
		if (this.done.size() / BLOCK % 2 == 1) {
			action = (action < 90) ? action * 4 / 9 : action;
			removeOthers();
		}
		this.done.add(action + " " + id);
		if (action < 40) {
			javaStep(id, action);
		}
		else if (action < 60) {
			earlierStep(id, action);
		}
		else if (action < 90) {
			pythonStep(id, action);
		}
		else if (action < 94) {
			backend(id).annotations().write("g", "disabled/" + id, "because " + this.done.size());
		}
		else if (action < 95) {
			this.probe.command("DEL", "_tooz_switches:g");
		}
		else if (action < 96) {
			this.probe.command("DEL", "_tooz_expiries:g:");
		}
		else if (action < 97) {
			this.probe.command("FLUSHALL");
			this.earlier.clear();
			this.python.clear();
			backend("observer").createGroup("g");
		}
		else if (action < 98) {
			this.probe.command("SCRIPT", "FLUSH");
		}
	}

	private void removeOthers() {
		for (String member : IDS) {
			if (!this.beating.containsKey(member)) {
				this.probe.command("DEL", "_tooz_held:g:" + member + ":1", "_tooz_beats:" + member,
						"_tooz_holder:" + member);
				this.probe.command("HDEL", "_tooz_group:g", member);
			}
			this.probe.command("HDEL", "_tooz_group:g", member + "py");
		}
		this.earlier.clear();
		this.python.clear();
	}

	private byte[] capabilities() {
		return new byte[] { (byte) 0xcd, (byte) this.random.nextInt(256), (byte) this.random.nextInt(256) };
	}

	private void javaStep(String id, int action) throws InterruptedException {
		if (action < 22) {
			byte[] capabilities = capabilities();
			if (succeeds(() -> backend(id).join("g", capabilities))) {
				this.beating.put(id, capabilities);
			}
		}
		else if (action < 34) {
			succeeds(() -> backend(id).leave("g"));
			this.beating.remove(id);
		}
		else if (action < 37) {
			succeeds(() -> backend(id).evict("g"));
		}
		else if (action < 38) {
			// The process ends without leaving.
			this.beating.remove(id);
			backend(id).close();
			this.backends.remove(id);
		}
		else if (this.beating.remove(id) != null) {
			long end = System.nanoTime() + TIMEOUT.toNanos() + Duration.ofMillis(100).toNanos();
			while (System.nanoTime() - end < 0) {
				heartbeats();
				Thread.sleep(50);
			}
			if (action == 39) {
				// A heartbeat comes back after the member was taken for dead.
				this.beating.put(id, capabilities());
			}
		}
	}

	/** The commands that the scripts of earlier releases run; their marks differ. */
	private void earlierStep(String id, int action) {
		String mark = "_tooz_held:g:" + id + ":1";
		boolean holds = this.earlier.contains(id) && "earlier".equals(this.probe.text("GET", mark));
		boolean free = this.probe.command("GET", mark) == null && !this.python.contains(id);
		if (action < 52 && (holds || free)) {
			this.probe.command("SET", mark, "earlier", "PX", 60_000);
			this.probe.command("EVAL",
					"redis.call('psetex', KEYS[1], 60000, 'Not dead!') redis.call('psetex', KEYS[2], 60000, 'see held 60000')",
					2, "_tooz_beats:" + id, "_tooz_holder:" + id);
			this.probe.command("HSET", "_tooz_group:g", id, capabilities());
			this.earlier.add(id);
		}
		else if (action < 58 && holds) {
			this.probe.command("EVAL", "redis.call('del', KEYS[1]) redis.call('hdel', KEYS[2], ARGV[1])", 2, mark,
					"_tooz_group:g", id);
			this.earlier.remove(id);
		}
		else if (holds) {
			// It dies.
			this.probe.command("DEL", mark, "_tooz_beats:" + id, "_tooz_holder:" + id);
			this.earlier.remove(id);
		}
	}

	private void pythonStep(String id, int action) {
		boolean registered = this.probe.command("HGET", "_tooz_group:g", id) != null;
		if (action < 72 && !registered) {
			this.probe.command("PSETEX", "_tooz_beats:" + id, 60_000, "Not dead!");
			this.probe.command("HSET", "_tooz_group:g", id, capabilities());
			this.python.add(id);
		}
		else if (action < 78 && registered) {
			// Also over the record of another process with the id.
			this.probe.command("HSET", "_tooz_group:g", id, capabilities());
		}
		else if (action < 84) {
			this.probe.command("HDEL", "_tooz_group:g", id);
			this.python.remove(id);
			if (action < 80) {
				String other = IDS.get(this.random.nextInt(IDS.size())) + "py";
				this.probe.command("PSETEX", "_tooz_beats:" + other, 60_000, "Not dead!");
				this.probe.command("HSET", "_tooz_group:g", other, capabilities());
			}
		}
		else if (action < 88) {
			// It leaves with its heartbeat, or reads the group, which removes the dead.
			for (String member : IDS) {
				if (this.probe.command("GET", "_tooz_beats:" + member) == null) {
					this.probe.command("HDEL", "_tooz_group:g", member);
				}
				this.probe.command("HDEL", "_tooz_group:g", member + "py");
			}
		}
		else if (this.python.remove(id)) {
			this.probe.command("DEL", "_tooz_beats:" + id);
		}
	}

	/**
	 * Each member of this release beats and, as coordinators do, joins where it is not
	 * registered.
	 */
	private void heartbeats() {
		this.beating.forEach((id, capabilities) -> succeeds(() -> {
			if (!backend(id).beat(Map.of("g", capabilities)).isEmpty()) {
				backend(id).join("g", capabilities);
			}
		}));
	}

	private static boolean succeeds(Runnable call) {
		try {
			call.run();
			return true;
		}
		catch (CoordinationException ex) {
			return false;
		}
	}

}
