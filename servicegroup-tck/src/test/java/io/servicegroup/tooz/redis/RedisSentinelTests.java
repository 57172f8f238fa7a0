package io.servicegroup.tooz.redis;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import io.servicegroup.tck.servers.SentinelCluster;
import io.servicegroup.tck.servers.SentinelPair;
import io.servicegroup.tooz.Coordinator;
import io.servicegroup.tooz.StoreUnavailableException;
import io.servicegroup.tooz.coordination.Coordinators;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * A master found by a sentinel, without a fail-over.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class RedisSentinelTests {

	private static final String RIGHT = "sentinel_password=" + SentinelCluster.PASSWORD;

	private final SentinelPair servers = new SentinelPair();

	private final List<Coordinator> coordinators = new ArrayList<>();

	private Coordinator create(String url, String member) {
		Coordinator coordinator = Coordinators.get(url, member);
		this.coordinators.add(coordinator);
		return coordinator;
	}

	private Coordinator member(String member) {
		Coordinator coordinator = create(this.servers.url("timeout=20&" + RIGHT), member);
		coordinator.joinGroupCreate("g", Map.of("v", 1L));
		return coordinator;
	}

	@AfterEach
	void stopCoordinators() {
		this.coordinators.forEach(Coordinator::close);
		this.coordinators.clear();
		this.servers.server().probe().command("FLUSHALL");
	}

	@AfterAll
	void closeServers() {
		this.servers.close();
	}

	@Test
	void aMemberJoinsInTheMasterThatTheSentinelReports() {
		member("one").heartbeat();
		assertThat(this.servers.server().probe().text("EXISTS", "_tooz_beats:one")).isEqualTo("1");
	}

	@Test
	void aUserOfTheSentinelNeedsOneCommand() {
		this.servers.sentinel()
			.probe()
			.command("ACL", "SETUSER", "svc", "on", ">p@ss", "-@all", "+sentinel|get-master-addr-by-name");
		create(this.servers.url("timeout=20&sentinel_username=svc&sentinel_password=p%40ss"), "one").start();
		this.servers.sentinel().probe().command("ACL", "SETUSER", "svc", "-@all");
		assertRefused("sentinel_username=svc&sentinel_password=p%40ss", "NOPERM", "+sentinel|get-master-addr-by-name");
	}

	@Test
	void theErrorNamesASentinelThatRefuses() {
		assertRefused("sentinel_password=s3cret", "a sentinel refused the request: WRONGPASS", "sentinel_password");
		assertRefused("socket_timeout=1", "a sentinel refused the request: NOAUTH", "sentinel_password");
		assertRefused(RIGHT + "&sentinel=s3cond", "s3cond", "do not know this master");
	}

	@Test
	void aServerThatIsNotASentinelIsNamedInTheError() {
		Coordinator one = create("redis://127.0.0.1:" + this.servers.server().port() + "?sentinel=m&timeout=20", "one");
		assertThatExceptionOfType(StoreUnavailableException.class).isThrownBy(one::start)
			.withMessageContaining("is not a sentinel");
	}

	private void assertRefused(String query, String... parts) {
		Coordinator one = create(this.servers.url("timeout=20&" + query), "one");
		assertThatExceptionOfType(StoreUnavailableException.class).isThrownBy(one::start).satisfies((ex) -> {
			assertThat(ex).hasMessageContainingAll(parts).hasMessageContaining("127.0.0.1:" + this.servers.port());
			StringWriter trace = new StringWriter();
			ex.printStackTrace(new PrintWriter(trace));
			assertThat(trace.toString()).doesNotContain("s3cret").doesNotContain("p@ss");
		});
	}

	@Test
	void anotherSentinelAnswersIfOneIsDown() {
		String url = this.servers.url("timeout=20&" + RIGHT + "&sentinel_fallback=127.0.0.1:" + this.servers.port())
			.replace(this.servers.port() + "?", "1?");
		create(url, "one").start();
	}

	@Test
	void membersLeaveAMasterThatBecomesAReplica() {
		Coordinator member = member("member");
		Coordinator observer = create(this.servers.url("timeout=20&" + RIGHT), "observer");
		observer.start();
		this.servers.server().probe().command("REPLICAOF", "127.0.0.1", "1");
		for (Coordinator one : List.of(member, observer)) {
			assertThatExceptionOfType(StoreUnavailableException.class).isThrownBy(one::heartbeat)
				.withMessageContaining("READONLY");
		}
		this.servers.server().probe().command("REPLICAOF", "NO", "ONE");
		member.heartbeat();
		observer.heartbeat();
		assertThat(observer.getMembers("g")).containsExactly("member");
	}

}
