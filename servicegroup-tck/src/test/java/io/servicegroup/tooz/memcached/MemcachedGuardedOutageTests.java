package io.servicegroup.tooz.memcached;

import java.nio.file.Path;
import java.time.Duration;

import io.servicegroup.tck.servers.Certificates;
import io.servicegroup.tck.servers.GuardedMemcached;
import io.servicegroup.tck.servers.TcpProxy;
import io.servicegroup.tooz.CoordinationException;
import io.servicegroup.tooz.Coordinator;
import io.servicegroup.tooz.coordination.Coordinators;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

/**
 * Outages of connections with TLS, and with a login by SASL.
 */
class MemcachedGuardedOutageTests {

	private static final Duration TIMEOUT = Duration.ofSeconds(4);

	@TempDir
	private Path directory;

	@Test
	void aConnectionWithTlsIsReplaced() {
		Certificates certificates = new Certificates(this.directory);
		try (GuardedMemcached server = GuardedMemcached.byCertificate(certificates)) {
			isReplaced(server, server.url("timeout=4") + "&use_ssl=true&ca_cert=" + certificates.authority()
					+ "&ssl_cert=" + certificates.client() + "&ssl_key=" + certificates.clientKey());
		}
	}

	@Test
	void aConnectionWithSaslIsReplaced() {
		GuardedMemcached.setPassword(this.directory, "member", "word");
		try (GuardedMemcached server = GuardedMemcached.bySasl(this.directory)) {
			isReplaced(server, server.url("timeout=4").replace("//", "//member:word@"));
		}
	}

	private static void isReplaced(GuardedMemcached server, String url) {
		try (TcpProxy proxy = new TcpProxy(server.port());
				Coordinator one = Coordinators.get(proxy.url(url), "one");
				Coordinator two = Coordinators.get(url, "two")) {
			one.start();
			two.start();
			one.joinGroupCreate("g", null);
			proxy.halfOpen();
			failsInTime(one);
			failsInTime(one);
			proxy.pass();
			one.heartbeat();
			proxy.holdAnswers();
			failsInTime(one);
			proxy.pass();
			one.heartbeat();
			proxy.disconnect();
			server.wipe();
			await().atMost(TIMEOUT).ignoreExceptionsInstanceOf(CoordinationException.class).untilAsserted(() -> {
				one.heartbeat();
				assertThat(two.getMembers("g")).containsExactly("one");
			});
		}
	}

	private static void failsInTime(Coordinator coordinator) {
		long begun = System.nanoTime();
		assertThatExceptionOfType(CoordinationException.class).isThrownBy(coordinator::heartbeat);
		assertThat(Duration.ofNanos(System.nanoTime() - begun)).isLessThan(TIMEOUT);
	}

}
