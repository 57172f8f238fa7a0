package io.servicegroup.interop;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Map.Entry;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import io.servicegroup.tooz.HashRing;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests that a ring assigns every key to the same nodes as the ring of the real tooz.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class HashRingInteropTests {

	private static final List<String> KEYS = Stream
		.concat(IntStream.range(0, 9_996).mapToObj((i) -> "instance-%08x".formatted(i)),
				Stream.of("", "grün", "чупакабра", "𝄞 ✓"))
		.toList();

	private static final List<Entry<String, Integer>> WEIGHTED = List.of(Map.entry("web-1", 1),
			Map.entry("grün ✓ 𝄞", 2), Map.entry("شبکه", 3), Map.entry("a", 17), Map.entry("B", 1));

	/** Uses a directory, because the ring needs no server. */
	private final PythonMember python = new PythonMember("file:///tmp", "ring");

	@AfterAll
	void end() {
		this.python.close();
	}

	@Test
	void ownersOfTenThousandKeys() {
		assertSame(IntStream.range(0, 100).mapToObj((i) -> Map.entry("node" + i, 1)).toList(), 32, Set.of(), 1);
	}

	@Test
	void ownersByWeight() {
		assertSame(WEIGHTED, 32, Set.of(), 1);
	}

	@Test
	void aWeightOfZeroOwnsNothing() {
		assertSame(List.of(Map.entry("one", 1), Map.entry("none", 0), Map.entry("two", 2)), 32, Set.of(), 1);
	}

	@Test
	void replicasWithIgnoredNodesAndAnotherNumberOfPartitions() {
		assertSame(WEIGHTED, 7, Set.of("a", "absent"), 3);
		assertSame(WEIGHTED, 1, Set.of(), 9);
	}

	@Test
	void nodesAddedAgainWithAnotherWeight() {
		List<Entry<String, Integer>> again = new ArrayList<>(WEIGHTED);
		again.add(Map.entry("web-1", 9));
		again.add(Map.entry("a", 2));
		assertSame(again, 32, Set.of(), 2);
	}

	@Test
	void nodesThatShareTheirPoints() {
		assertSame(List.of(Map.entry("1", 1), Map.entry("111", 1), Map.entry("11", 2), Map.entry("1111", 1)), 32,
				Set.of(), 2);
	}

	@ParameterizedTest
	@ValueSource(strings = { "md5", "sha1", "sha224", "sha256", "sha384", "sha512", "sha512_224", "sha512_256",
			"sha3_224", "sha3_256", "sha3_384", "sha3_512" })
	void otherHashFunctions(String hashFunction) {
		List<Entry<String, Integer>> again = new ArrayList<>(WEIGHTED);
		again.add(Map.entry("web-1", 9));
		again.addAll(List.of(Map.entry("1", 1), Map.entry("11", 2)));
		assertSame(again, 8, Set.of("B"), 2, hashFunction);
	}

	private void assertSame(List<Entry<String, Integer>> nodes, int partitions, Set<String> ignored, int replicas) {
		assertSame(nodes, partitions, ignored, replicas, "md5");
	}

	private void assertSame(List<Entry<String, Integer>> nodes, int partitions, Set<String> ignored, int replicas,
			String hashFunction) {
		HashRing ring = new HashRing(List.of(), partitions, hashFunction);
		for (Entry<String, Integer> node : nodes) {
			ring = ring.addNode(node.getKey(), node.getValue());
		}
		List<?> pairs = nodes.stream().map((node) -> List.of(node.getKey(), node.getValue())).toList();
		List<?> expected = (List<?>) this.python.call("ring_owners", pairs, partitions, KEYS, ignored, replicas,
				hashFunction);
		List<List<String>> owners = new ArrayList<>();
		for (String key : KEYS) {
			owners.add(
					List.copyOf(new TreeSet<>(ring.getNodes(key.getBytes(StandardCharsets.UTF_8), ignored, replicas))));
		}
		assertThat(expected).hasSize(10_000);
		assertThat(owners).isEqualTo(expected);
	}

}
