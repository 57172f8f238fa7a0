package io.servicegroup.benchmarks;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;

import io.servicegroup.membership.LiveServiceGroupAPI;
import io.servicegroup.tck.servers.RedisServer;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/**
 * Asks the live view whether a random member is up, and a {@code HashMap} for the same,
 * without and with a look at the clock. Run by {@link UpRow}.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class UpBenchmark {

	@Param({ "1000" })
	private int members;

	private RedisServer server;

	private LiveServiceGroupAPI api;

	private Map<String, Boolean> map;

	private String[] ids;

	private final long started = System.nanoTime();

	@Setup
	public void start() throws Exception {
		this.server = new RedisServer();
		Groups.write(Store.REDIS, this.server, "up", this.members);
		// The view is not read again meanwhile.
		this.api = Member.api(this.server.url("timeout=30"), "observer", Duration.ofHours(1));
		this.api.view("up");
		this.map = new HashMap<>();
		List<String> shuffled = new ArrayList<>();
		for (int i = 0; i < this.members; i++) {
			this.map.put("m" + i, Boolean.TRUE);
			shuffled.add("m" + i);
		}
		Collections.shuffle(shuffled, new Random(1));
		this.ids = shuffled.toArray(String[]::new);
	}

	@TearDown
	public void stop() {
		this.api.close();
		this.server.close();
	}

	/**
	 * The place of a thread in the shuffled ids.
	 */
	@State(Scope.Thread)
	public static class Place {

		private int next;

		String id(String[] ids) {
			this.next = (this.next + 1 == ids.length) ? 0 : this.next + 1;
			return ids[this.next];
		}

	}

	@Benchmark
	public boolean serviceIsUp(Place place) {
		return this.api.serviceIsUp("up", place.id(this.ids));
	}

	@Benchmark
	public boolean hashMap(Place place) {
		return Boolean.TRUE.equals(this.map.get(place.id(this.ids)));
	}

	@Benchmark
	public boolean hashMapAndClock(Place place) {
		return Boolean.TRUE.equals(this.map.get(place.id(this.ids))) && System.nanoTime() - this.started >= 0;
	}

}
