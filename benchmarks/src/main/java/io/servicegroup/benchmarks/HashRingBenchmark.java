package io.servicegroup.benchmarks;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;

import io.servicegroup.tooz.HashRing;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.infra.Blackhole;

/**
 * Measures how long it takes to find the owners of a million keys, and to create or
 * change a hash ring. Needs no server. Run by {@link RingRow}.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
public class HashRingBenchmark {

	@Param({ "10", "1000" })
	private int members;

	private List<String> names;

	private byte[][] keys;

	private HashRing ring;

	@Setup
	public void make() {
		this.names = IntStream.range(0, this.members).mapToObj((i) -> "member-" + i).toList();
		this.keys = IntStream.range(0, 1_000_000)
			.mapToObj((i) -> ("instance-" + i).getBytes(StandardCharsets.UTF_8))
			.toArray(byte[][]::new);
		this.ring = new HashRing(this.names);
	}

	@Benchmark
	public void millionLookUps(Blackhole blackhole) {
		for (byte[] key : this.keys) {
			blackhole.consume(this.ring.getNode(key));
		}
	}

	@Benchmark
	public HashRing making() {
		return new HashRing(this.names);
	}

	@Benchmark
	public HashRing addingOne() {
		return this.ring.addNode("one more");
	}

}
