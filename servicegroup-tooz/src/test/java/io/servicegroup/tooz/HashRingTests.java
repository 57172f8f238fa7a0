package io.servicegroup.tooz;

import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.within;

/**
 * Runs the test cases of tooz's own hash ring, and tests how evenly a ring distributes
 * keys.
 */
class HashRingTests {

	private static final List<byte[]> KEYS = IntStream.range(0, 10_000)
		.mapToObj((i) -> key(String.valueOf(i)))
		.toList();

	private final HashRing ring = new HashRing(List.of("foo", "bar"));

	private static byte[] key(String text) {
		return text.getBytes(StandardCharsets.UTF_8);
	}

	@Test
	void nodesHavePointsByWeight() {
		assertThat(this.ring.nodes()).isEqualTo(Map.of("foo", 1, "bar", 1));
		assertThat(this.ring.size()).isEqualTo(32 * 2);
		assertThat(this.ring.addNode("baz").size()).isEqualTo(32 * 3);
		assertThat(this.ring.addNode("baz", 10).size()).isEqualTo(32 * 12);
		HashRing more = this.ring.addNodes(Set.of("baz", "baz2"), 10);
		assertThat(more.nodes()).isEqualTo(Map.of("foo", 1, "bar", 1, "baz", 10, "baz2", 10));
		assertThat(more.size()).isEqualTo(32 * 22);
		assertThat(this.ring.addNode("\u0634\u0628\u06a9\u0647").size()).isEqualTo(32 * 3);
		assertThat(new HashRing(List.of("a", "a"), 5).size()).isEqualTo(5);
	}

	@Test
	void aRingIsImmutable() {
		this.ring.addNode("baz", 1);
		this.ring.removeNode("foo");
		assertThat(this.ring.nodes()).containsOnlyKeys("foo", "bar");
		assertThat(this.ring.size()).isEqualTo(64);
		assertThatExceptionOfType(UnsupportedOperationException.class).isThrownBy(() -> this.ring.nodes().clear());
	}

	@Test
	void aRemovedNodeLeavesNoPoints() {
		HashRing removed = this.ring.addNode("baz", 4).addNode("baz", 1).removeNode("baz");
		assertThat(removed.size()).isEqualTo(64);
		assertThat(owners(removed)).isEqualTo(owners(this.ring));
		assertThatExceptionOfType(NodeNotFoundException.class).isThrownBy(() -> this.ring.removeNode("biz"))
			.satisfies((ex) -> assertThat(ex.node()).isEqualTo("biz"));
	}

	@Test
	void namesThatRepeatOnePatternSharePoints() {
		HashRing shared = new HashRing(List.of("1", "11", "111"));
		assertThat(shared.size()).isEqualTo(65);
		HashRing rest = shared.removeNode("11").removeNode("111");
		assertThat(owners(rest)).isEqualTo(owners(new HashRing(List.of("1"))));
		assertThat(rest.size()).isEqualTo(32);
		HashRing hidden = new HashRing(List.of("aa"), 1).addNode("a", 5);
		assertThat(hidden.getNodes(key("k"), Set.of(), 2)).containsExactly("a");
	}

	@Test
	void anotherHashFunctionIsKeptByDerivedRings() {
		HashRing sha = new HashRing(List.of("foo"), 16, "sha256");
		HashRing both = new HashRing(List.of("foo", "bar"), 16, "sha256");
		assertThat(owners(sha.addNode("bar"))).isEqualTo(owners(both))
			.isNotEqualTo(owners(new HashRing(List.of("foo", "bar"), 16)));
		assertThat(owners(both.addNode("baz", 3).removeNode("baz"))).isEqualTo(owners(both));
		assertThat(owners(new HashRing(List.of("foo", "bar"), 16, "md5")))
			.isEqualTo(owners(new HashRing(List.of("foo", "bar"), 16)));
		assertThatExceptionOfType(IllegalArgumentException.class)
			.isThrownBy(() -> new HashRing(List.of(), 16, "blake2b"))
			.withMessageContainingAll("'blake2b'", "md5", "sha256");
	}

	@Test
	void anEmptyRingHasNoOwner() {
		HashRing empty = this.ring.removeNode("foo").removeNode("bar");
		assertThat(empty.getNode(key("fake"))).isEmpty();
		assertThat(empty.getNodes(key("fake"))).isEmpty();
		assertThat(empty.getNodes(key("fake"), Set.of(), 3)).isEmpty();
		assertThat(empty.size()).isZero();
	}

	@Test
	void invalidWeightsAndPartitionsAreRejected() {
		assertThatExceptionOfType(IllegalArgumentException.class).isThrownBy(() -> this.ring.addNode("baz", -2));
		assertThatExceptionOfType(IllegalArgumentException.class).isThrownBy(() -> this.ring.addNode("foo", -1));
		assertThatExceptionOfType(IllegalArgumentException.class)
			.isThrownBy(() -> this.ring.addNode("baz", Integer.MAX_VALUE));
		assertThatExceptionOfType(IllegalArgumentException.class).isThrownBy(() -> new HashRing(List.of(), 0));
	}

	@Test
	void replicasAreTheNextNodesOnTheRing() {
		HashRing three = this.ring.addNode("baz");
		assertThat(three.getNodes(key("fake"), Set.of(), 3)).containsExactly("foo", "bar", "baz");
		assertThat(three.getNodes(key("fake-again"), Set.of(), 3)).containsExactly("bar", "baz", "foo");
		assertThat(three.getNodes(key("fake-again"), Set.of(), 2)).containsExactly("bar", "baz");
		assertThat(three.getNodes(key("fake"), Set.of(), 9)).hasSize(3);
		assertThat(three.getNodes(key("fake"), Set.of(), 0)).isEmpty();
		assertThat(three.getNodes(key("fake"))).containsExactly("foo");
		assertThat(three.getNode(key("fake"))).contains("foo");
	}

	@Test
	void ignoredNodesAreSkipped() {
		HashRing three = this.ring.addNode("baz");
		assertThat(three.getNodes(key("fake"), Set.of("foo"), 1)).containsExactly("bar");
		assertThat(three.getNodes(key("fake"), Set.of("foo", "bar"), 3)).containsExactly("baz");
		assertThat(three.getNodes(key("fake"), Set.of("foo", "bar", "baz"), 1)).isEmpty();
		assertThat(this.ring.getNodes(key("fake"), Set.of("baz"), 1)).containsExactly("foo");
	}

	@Test
	void aNodeAddedToTenTakesAboutATenthAndNoOtherKeyMoves() {
		HashRing ten = new HashRing(names(10));
		HashRing eleven = ten.addNode("new");
		Set<String> newOwners = new HashSet<>();
		int moved = 0;
		for (byte[] key : KEYS) {
			if (!ten.getNode(key).equals(eleven.getNode(key))) {
				newOwners.add(eleven.getNode(key).orElseThrow());
				moved++;
			}
		}
		assertThat(newOwners).containsExactly("new");
		assertThat(moved).isBetween(KEYS.size() / 22, KEYS.size() / 6);
	}

	@Test
	void onlyTheKeysOfARemovedNodeMove() {
		HashRing ten = new HashRing(names(10));
		HashRing nine = ten.removeNode("node3");
		for (byte[] key : KEYS) {
			String before = ten.getNode(key).orElseThrow();
			if (!before.equals("node3")) {
				assertThat(nine.getNode(key)).contains(before);
			}
		}
		assertThat(count(owners(ten)).get("node3")).isBetween(KEYS.size() / 20L, KEYS.size() / 5L);
	}

	@Test
	void weightsAreProportional() {
		HashRing weighted = new HashRing(List.of("one"), 1000).addNode("two", 2).addNode("three", 3);
		Map<String, Long> counts = count(owners(weighted));
		Map.of("one", 1, "two", 2, "three", 3)
			.forEach((node, weight) -> assertThat(counts.get(node) / (double) KEYS.size()).as(node)
				.isCloseTo(weight / 6.0, within(0.02)));
	}

	@Test
	void pointsOfALargeRingAreSorted() {
		HashRing large = new HashRing(names(1000)).addNode("node7", 10_000);
		assertThat(large.size()).isEqualTo(32 * 999 + 320_000);
		HashRing byWeight = HashRing.of(withWeight("node7", 10_000), 32);
		assertThat(owners(byWeight)).isEqualTo(owners(large));
	}

	private static Map<String, Integer> withWeight(String node, int weight) {
		Map<String, Integer> weights = new LinkedHashMap<>();
		names(1000).forEach((name) -> weights.put(name, name.equals(node) ? weight : 1));
		return weights;
	}

	private static List<String> names(int count) {
		return IntStream.range(0, count).mapToObj((i) -> "node" + i).toList();
	}

	private static List<String> owners(HashRing ring) {
		return KEYS.stream().map((key) -> ring.getNode(key).orElseThrow()).toList();
	}

	private static Map<String, Long> count(List<String> owners) {
		return owners.stream().collect(Collectors.groupingBy((owner) -> owner, Collectors.counting()));
	}

}
