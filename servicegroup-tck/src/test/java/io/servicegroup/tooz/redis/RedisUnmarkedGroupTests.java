package io.servicegroup.tooz.redis;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

import io.servicegroup.tooz.coordination.Coordinators;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * In a group most of whose members have no mark, such as Python's, heartbeats are read
 * first. That takes fewer keys, and finds the same members.
 */
class RedisUnmarkedGroupTests extends RedisFixture {

	private static final byte[] CAPABILITIES = { (byte) 0xc0 };

	private static final int PYTHONS = 10;

	private final List<RedisBackend> backends = new ArrayList<>();

	private RedisBackend backend(String id) {
		RedisBackend backend = new RedisBackend(Coordinators.parse(this.server.url("timeout=30")), id);
		this.backends.add(backend);
		return backend;
	}

	@BeforeEach
	void createGroup() {
		backend("creator").createGroup("g");
		IntStream.range(0, PYTHONS).forEach((i) -> {
			this.probe.command("HSET", "_tooz_group:g", "py" + i, CAPABILITIES);
			this.probe.command("PSETEX", "_tooz_beats:py" + i, 60_000, "Not dead!");
		});
	}

	@AfterEach
	void closeBackends() {
		this.backends.forEach(RedisBackend::close);
		this.backends.clear();
	}

	@Test
	void twoKeysAreReadForEachMemberWithoutAMark() {
		RedisBackend observer = backend("observer");
		assertThat(keysReadBy(observer)).as("the first time").isEqualTo(1 + 3 * PYTHONS);
		assertThat(keysReadBy(observer)).isEqualTo(1 + 2 * PYTHONS);
		backend("java").join("g", CAPABILITIES);
		assertThat(keysReadBy(observer)).isEqualTo(1 + 2 * PYTHONS + 3);
	}

	@Test
	void aGroupThatIsNoLongerPythonsIsReadByItsMarks() {
		RedisBackend observer = backend("observer");
		observer.members("g");
		backend("java").join("g", CAPABILITIES);
		IntStream.range(0, PYTHONS).forEach((i) -> this.probe.command("HDEL", "_tooz_group:g", "py" + i));
		assertThat(keysReadBy(observer)).isEqualTo(1 + 3);
		assertThat(keysReadBy(observer)).isEqualTo(1 + 1);
		assertThat(observer.members("g")).containsOnlyKeys("java");
	}

	@Test
	void aMemberWithoutHeartbeatAndMarkIsDead() {
		RedisBackend observer = backend("observer");
		observer.members("g");
		this.probe.command("DEL", "_tooz_beats:py3");
		assertThat(observer.members("g")).hasSize(PYTHONS - 1).doesNotContainKey("py3");
		assertThat(this.probe.text("HEXISTS", "_tooz_group:g", "py3")).isEqualTo("0");
	}

	@Test
	void aMemberWithAMarkLivesWhateverItsHeartbeatIs() {
		RedisBackend observer = backend("observer");
		observer.members("g");
		backend("java").join("g", CAPABILITIES);
		assertThat(observer.members("g")).containsKey("java");
		this.probe.command("DEL", "_tooz_beats:java");
		assertThat(observer.members("g")).containsKey("java");
		this.probe.command("DEL", "_tooz_holder:java");
		assertThat(observer.members("g")).containsKey("java");
	}

	/** Another process with the id, in another group, keeps the heartbeat. */
	@Test
	void aMemberWhoseMarkIsGoneIsDeadThoughItsIdLivesInAnotherGroup() {
		RedisBackend observer = backend("observer");
		observer.members("g");
		observer.createGroup("other");
		RedisBackend java = backend("java");
		java.join("other", CAPABILITIES);
		java.join("g", CAPABILITIES);
		assertThat(observer.members("g")).containsKey("java");
		this.probe.command("DEL", "_tooz_held:g:java:1");
		assertThat(observer.members("g")).hasSize(PYTHONS).doesNotContainKey("java");
		assertThat(observer.members("other")).containsKey("java");
	}

	private long keysReadBy(RedisBackend observer) {
		long before = lookUps();
		observer.members("g");
		return lookUps() - before;
	}

	private long lookUps() {
		return Arrays.stream(this.probe.text("INFO", "stats").split("\r?\n"))
			.filter((line) -> line.startsWith("keyspace_hits:") || line.startsWith("keyspace_misses:"))
			.mapToLong((line) -> Long.parseLong(line.substring(line.indexOf(':') + 1)))
			.sum();
	}

}
