package io.servicegroup.tooz.redis;

import java.util.ArrayList;
import java.util.List;

import io.servicegroup.tck.servers.RedisProbe;
import io.servicegroup.tck.servers.RedisServer;
import io.servicegroup.tooz.Coordinator;
import io.servicegroup.tooz.coordination.Coordinators;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.TestInstance;

/**
 * Starts a Redis for the test class, and stops the test's coordinators after each test.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class RedisFixture {

	protected final RedisServer server = new RedisServer();

	protected final RedisProbe probe = this.server.probe();

	private final List<Coordinator> coordinators = new ArrayList<>();

	protected Coordinator create(String url, String member) {
		Coordinator coordinator = Coordinators.get(url, member);
		this.coordinators.add(coordinator);
		return coordinator;
	}

	protected Coordinator started(String url, String member) {
		Coordinator coordinator = create(url, member);
		coordinator.start();
		return coordinator;
	}

	protected Coordinator coordinator(String member) {
		return started(this.server.url("timeout=4"), member);
	}

	protected Coordinator joined(String member, Object capabilities) {
		Coordinator coordinator = coordinator(member);
		coordinator.joinGroupCreate("g", capabilities);
		return coordinator;
	}

	/** Makes the heartbeat expire in 1.5 seconds, with the key that says whose it is. */
	protected void expireSoon(String member) {
		this.probe.command("EVAL", "for _, key in ipairs(KEYS) do redis.call('pexpire', key, 1500) end", "2",
				"_tooz_beats:" + member, "_tooz_holder:" + member);
	}

	@AfterEach
	void stopCoordinators() {
		this.coordinators.forEach(Coordinator::close);
		this.coordinators.clear();
		this.server.wipe();
	}

	@AfterAll
	void closeServer() {
		this.server.close();
	}

}
