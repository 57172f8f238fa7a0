package io.servicegroup.bench;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

import io.servicegroup.driver.ToozServiceGroupDriver;
import io.servicegroup.membership.LiveServiceGroupAPI;
import io.servicegroup.tck.servers.MemcachedServer;
import io.servicegroup.tck.servers.RedisServer;
import io.servicegroup.tck.servers.SharedDirectory;
import io.servicegroup.tck.servers.StoreServer;
import io.servicegroup.tck.servers.ZooKeeperServer;
import io.servicegroup.tooz.Coordinator;
import io.servicegroup.tooz.GroupOperations.MemberInfo;
import io.servicegroup.tooz.coordination.Coordinators;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/**
 * Measures how long it takes to list a group with capabilities from a real server, and to
 * ask the live view whether a service is up. Run it with {@code ./bench}.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.SampleTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 2, time = 2)
@Measurement(iterations = 3, time = 3)
@Fork(value = 1, jvmArgs = "-Xmx512m")
public class ListingBenchmark {

	@Param({ "redis", "memcached", "zookeeper", "file" })
	private String backend;

	@Param({ "10", "100", "1000" })
	private int members;

	private StoreServer server;

	private Coordinator coordinator;

	private LiveServiceGroupAPI api;

	@Setup
	public void start() {
		this.server = switch (this.backend) {
			case "redis" -> new RedisServer();
			case "memcached" -> new MemcachedServer();
			case "zookeeper" -> new ZooKeeperServer();
			default -> new SharedDirectory();
		};
		String url = this.server.url("timeout=60");
		this.server.addGroup("web", this.members);
		this.coordinator = Coordinators.get(url, "reader");
		this.coordinator.start();
		this.api = new LiveServiceGroupAPI(new ToozServiceGroupDriver(Coordinators.parse(url), "asker"), null,
				Duration.ofSeconds(1), List.of());
		this.api.view("web");
	}

	@TearDown(Level.Trial)
	public void stop() {
		this.api.close();
		this.coordinator.stop();
		this.server.close();
	}

	/** Reads all live members and their capabilities from the store. */
	@Benchmark
	public Map<String, MemberInfo> listing() {
		Map<String, MemberInfo> listed = this.coordinator.getMembersWithCapabilities("web");
		if (listed.size() != this.members) {
			throw new IllegalStateException(listed.size() + " members instead of " + this.members);
		}
		return listed;
	}

	/** Asks the live view, which is in memory. */
	@Benchmark
	@BenchmarkMode(Mode.AverageTime)
	@OutputTimeUnit(TimeUnit.NANOSECONDS)
	public boolean serviceIsUp() {
		return this.api.serviceIsUp("web", "m7");
	}

}
