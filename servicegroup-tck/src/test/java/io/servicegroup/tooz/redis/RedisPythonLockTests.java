package io.servicegroup.tooz.redis;

import java.time.Duration;
import java.util.List;

import io.servicegroup.tck.servers.LocalProcess;
import io.servicegroup.tooz.Coordinator;
import io.servicegroup.tooz.DistributedLock;
import io.servicegroup.tooz.Leader;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Locks exclude Python's. The keys depend on tooz's version and on whether the name is
 * text or bytes in Python, so these tests run the installed tooz.
 */
class RedisPythonLockTests extends RedisFixture {

	private static final String SCRIPT = """
			import sys
			from tooz import coordination
			one = coordination.get_coordinator(sys.argv[1], b"python")
			one.start()
			name = "gr\\u00fcn it's"
			one.watch_elected_as_leader(name.encode(), lambda event: print("elected"))
			got = one.get_lock(eval(sys.argv[2])).acquire(blocking=False)
			one.run_elect_coordinator()
			print("DONE", got)
			""";

	private static final String NAME = "grün it's";

	private String url() {
		return this.server.url("timeout=60");
	}

	private String python(String name) {
		try (LocalProcess python = new LocalProcess(
				List.of("/usr/bin/python3", "-W", "ignore", "-c", SCRIPT, url(), name))) {
			python.start();
			await().atMost(Duration.ofSeconds(20)).until(() -> !python.process().isAlive());
			return python.output().strip();
		}
	}

	@Test
	void aLockInJavaExcludesPythonForTextAndBytesNames() {
		Coordinator one = started(url(), "one");
		one.watchElectedAsLeader(NAME, (event) -> {
		});
		one.runElectCoordinator();
		DistributedLock lock = one.getLock(NAME);
		lock.acquire();
		assertThat(python("name")).isEqualTo("DONE False");
		assertThat(python("name.encode()")).isEqualTo("DONE False");
		lock.release();
		one.standDownGroupLeader(NAME);
		assertThat(python("name")).isEqualToIgnoringNewLines("electedDONE True");
	}

	@Test
	void aLockInPythonExcludesJavaForTextAndBytesNames() {
		for (String name : List.of("name", "name.encode()")) {
			Coordinator one = started(url(), "one");
			assertThat(python(name)).isEqualToIgnoringNewLines("electedDONE True");
			assertThat(one.getLock(NAME).acquire(false)).isFalse();
			assertThat(one.getLeader(NAME)).contains(Leader.UNKNOWN);
			this.server.wipe();
			assertThat(one.getLock(NAME).acquire(false)).isTrue();
			one.close();
		}
	}

}
