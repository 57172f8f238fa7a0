package io.servicegroup.tooz.concurrent;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Compares {@link VersionedMap} with a sorted map that is copied with each change.
 */
class VersionedMapTests {

	@ParameterizedTest
	@ValueSource(longs = { 1, 2, 3, 4, 5, 6 })
	void anyChangesLeadToTheSameEntriesAsInACopy(long seed) {
		Random random = new Random(seed);
		int ids = (seed % 2 == 0) ? 10 : 1000;
		Map<String, Object> expected = new TreeMap<>();
		VersionedMap<Object> map = VersionedMap.empty();
		for (int step = 0; step < 500; step++) {
			Map<String, Object> before = new TreeMap<>(expected);
			VersionedMap<Object> known = map;
			boolean whole = random.nextInt(10) == 0;
			Map<String, @Nullable Object> changes = changes(random, ids);
			changes.forEach((id, value) -> {
				if (value != null) {
					expected.put(id, value);
				}
				else {
					expected.remove(id);
				}
			});
			map = whole ? map.to(new HashMap<>(expected)) : map.with(changes);
			assertSame(map, expected);
			assertSame(known, before);
			assertCovers(VersionedMap.changes(known, map), before, expected);
			if (step % 50 == 0) {
				// From here on, the list is brought up to date with each change.
				assertThat(map.sorted()).isSameAs(map.sorted());
			}
		}
	}

	private static Map<String, @Nullable Object> changes(Random random, int ids) {
		Map<String, @Nullable Object> changes = new HashMap<>();
		int count = (random.nextInt(20) == 0) ? ids : random.nextInt(4);
		for (int i = 0; i < count; i++) {
			changes.put("m" + random.nextInt(ids), (random.nextInt(3) == 0) ? null : new Object());
		}
		return changes;
	}

	private static void assertSame(VersionedMap<Object> map, Map<String, Object> expected) {
		assertThat(map).hasSize(expected.size()).isEqualTo(expected);
		assertThat(map.sorted()).isEqualTo(new ArrayList<>(expected.values()));
		assertThat(map.keySet()).isEqualTo(expected.keySet());
		assertThat(map).doesNotContainKey("none");
		assertThat(VersionedMap.of(map.sorted(), Object::toString)).isSameAs(map);
	}

	private static void assertCovers(@Nullable Set<String> changes, Map<String, Object> before,
			Map<String, Object> now) {
		Map<String, Object> all = new HashMap<>(before);
		all.putAll(now);
		if (changes != null) {
			assertThat(changes).isEqualTo(all.keySet()
				.stream()
				.filter((id) -> !Objects.equals(before.get(id), now.get(id)))
				.collect(Collectors.toSet()));
		}
	}

	@Test
	void theChangesOfOneStepAreKnown() {
		VersionedMap<String> first = VersionedMap.of(List.of("a", "b", "c"), (value) -> value);
		VersionedMap<String> second = first.with(Map.of("d", "d"));
		VersionedMap<String> third = second.to(Map.of("a", "a", "d", "d"));
		assertThat(VersionedMap.changes(first, first)).isEmpty();
		assertThat(VersionedMap.changes(first, second)).containsExactly("d");
		assertThat(VersionedMap.changes(second.sorted(), third.sorted())).containsExactlyInAnyOrder("b", "c");
		assertThat(VersionedMap.changes(first, third)).isNull();
		assertThat(VersionedMap.changes(Map.of(), third)).isNull();
	}

	@Test
	void withoutAChangeItIsTheSameObject() {
		VersionedMap<String> map = VersionedMap.of(List.of("a", "b"), (value) -> value);
		assertThat(map.with(Map.of("a", map.get("a")))).isSameAs(map);
		assertThat(map.to(Map.of("a", map.get("a"), "b", map.get("b")))).isSameAs(map);
		assertThat(VersionedMap.empty().with(Map.of())).isEmpty();
	}

	@Test
	void itCannotBeModified() {
		VersionedMap<String> map = VersionedMap.of(List.of("a"), (value) -> value);
		assertThatExceptionOfType(UnsupportedOperationException.class).isThrownBy(() -> map.remove("a"));
		assertThatExceptionOfType(UnsupportedOperationException.class).isThrownBy(() -> map.sorted().remove(0));
		assertThatExceptionOfType(UnsupportedOperationException.class).isThrownBy(() -> map.put("b", "b"));
	}

}
