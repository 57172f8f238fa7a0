package io.servicegroup.tooz;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.Statement;
import java.time.Duration;

import io.servicegroup.tck.servers.EtcdServer;
import io.servicegroup.tck.servers.GuardedMemcached;
import io.servicegroup.tck.servers.MariaDbServer;
import io.servicegroup.tck.servers.PostgresServer;
import io.servicegroup.tck.servers.RedisServer;
import io.servicegroup.tck.servers.Warnings;
import io.servicegroup.tck.servers.ZooKeeperServer;
import io.servicegroup.tooz.coordination.Coordinators;
import org.apache.zookeeper.ZooKeeper;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests a password with a percent sign. tooz uses it as it is written in the URL; users
 * of Java write it percent-encoded.
 */
class RawLoginTests {

	private static final String WRITTEN = "p%40ss";

	private static final String DECODED = "p@ss";

	private final Warnings warnings = new Warnings("io.servicegroup.tooz.coordination.BackendConnection");

	private void assertUsable(String url) {
		try (Coordinator coordinator = Coordinators.get(url, "one")) {
			coordinator.start();
			try (DistributedLock lock = coordinator.getLock("lock").acquireOrThrow(Duration.ofSeconds(5))) {
				assertThat(lock.isAcquired()).isTrue();
			}
			coordinator.stop();
			coordinator.start();
		}
		finally {
			this.warnings.close();
		}
	}

	private void assertWarnedOnce() {
		assertThat(this.warnings.messages()).singleElement()
			.satisfies((message) -> assertThat(message).contains("as it is written")
				.doesNotContain(WRITTEN)
				.doesNotContain(DECODED));
	}

	private static String redis(RedisServer server) {
		return server.url("timeout=5").replace("//", "//:" + WRITTEN + "@");
	}

	@Test
	void redisAcceptsThePasswordAsItIsWritten() {
		try (RedisServer server = new RedisServer()) {
			server.probe().command("CONFIG", "SET", "requirepass", WRITTEN);
			assertUsable(redis(server));
			assertWarnedOnce();
		}
	}

	@Test
	void aDecodedPasswordThatIsAcceptedIsNoReasonToWarn() {
		try (RedisServer server = new RedisServer()) {
			server.probe().command("CONFIG", "SET", "requirepass", DECODED);
			assertUsable(redis(server));
			assertThat(this.warnings.messages()).isEmpty();
		}
	}

	@Test
	void aPasswordThatIsWrongInBothFormsIsReportedWithoutShowingIt() {
		try (RedisServer server = new RedisServer()) {
			server.probe().command("CONFIG", "SET", "requirepass", "other");
			assertThatExceptionOfType(LoginRefusedException.class).isThrownBy(() -> assertUsable(redis(server)))
				.satisfies((ex) -> assertThat(ex.getMessage()).doesNotContain(WRITTEN).doesNotContain(DECODED));
			assertThat(this.warnings.messages()).isEmpty();
		}
	}

	@Test
	void memcachedAcceptsThePasswordAsItIsWritten(@TempDir Path directory) throws Exception {
		Path users = Files.writeString(directory.resolve("users"), "member:" + WRITTEN + "\n");
		try (GuardedMemcached server = GuardedMemcached.byText(users)) {
			assertUsable(server.url("timeout=5").replace("//", "//member:" + WRITTEN + "@"));
			assertWarnedOnce();
		}
	}

	@Test
	void etcdAcceptsThePasswordAsItIsWritten() {
		try (EtcdServer server = new EtcdServer()) {
			server.probe().enableAuthentication(WRITTEN);
			assertUsable(server.url("timeout=5").replace("//", "//root:" + WRITTEN + "@"));
			assertWarnedOnce();
		}
	}

	@Test
	void postgresAcceptsThePasswordAsItIsWritten() throws Exception {
		try (PostgresServer server = new PostgresServer()) {
			try (Connection session = server.connect(); Statement statement = session.createStatement()) {
				statement.execute("ALTER USER " + PostgresServer.USER + " PASSWORD '" + WRITTEN + "'");
			}
			assertUsable(server.url("timeout=5").replace(PostgresServer.PASSWORD, WRITTEN));
			assertWarnedOnce();
		}
	}

	@Test
	void mariaDbAcceptsThePasswordAsItIsWritten() throws Exception {
		try (MariaDbServer server = new MariaDbServer()) {
			try (Connection session = server.connect(); Statement statement = session.createStatement()) {
				statement.execute("SET PASSWORD = PASSWORD('" + WRITTEN + "')");
			}
			assertUsable(server.url("timeout=5").replace(MariaDbServer.PASSWORD, WRITTEN));
			assertWarnedOnce();
		}
	}

	@Test
	void zooKeeperGivesRightsToBothLogins() throws Exception {
		try (ZooKeeperServer server = new ZooKeeperServer();
				Coordinator coordinator = Coordinators
					.get(server.url("timeout=10").replace("//", "//member:" + WRITTEN + "@"), "one")) {
			coordinator.start();
			coordinator.joinGroupCreate("group", null);
			for (String password : new String[] { WRITTEN, DECODED }) {
				try (ZooKeeper client = server.client()) {
					client.addAuthInfo("digest", ("member:" + password).getBytes(StandardCharsets.UTF_8));
					assertThat(client.getChildren("/tooz/group", false)).containsExactly("one");
				}
			}
		}
	}

}
