package io.servicegroup.tooz.zookeeper;

import java.io.EOFException;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;

import io.servicegroup.tck.TlsContract;
import io.servicegroup.tck.servers.Certificates;
import io.servicegroup.tck.servers.Threads;
import io.servicegroup.tck.servers.ZooKeeperServer;
import io.servicegroup.tooz.Coordinator;
import io.servicegroup.tooz.InvalidToozUrlException;
import io.servicegroup.tooz.ToozUrl;
import io.servicegroup.tooz.coordination.Coordinators;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

class ZooKeeperTlsTests extends TlsContract {

	private ZooKeeperServer server;

	ZooKeeperTlsTests() {
		super("ca", "certfile", "keyfile");
	}

	@Override
	protected AutoCloseable startServer(Certificates certificates) {
		this.server = new ZooKeeperServer(certificates);
		return this.server;
	}

	@Override
	protected String url(String host) {
		return "zookeeper://" + host + ":" + this.server.securePort() + "?timeout=20&use_ssl=true";
	}

	@Test
	void withoutVerificationNeitherCertificateNorHostNameIsVerified() {
		String url = url("localhost") + "&verify_certs=false"
				+ identifiedBy(this.certificates.client(), this.certificates.clientKey());
		try (Coordinator one = Coordinators.get(url, "unverified")) {
			one.start();
			one.joinGroupCreate("unverified", Map.of());
			assertThat(one.getMembers("unverified")).containsExactly("unverified");
		}
	}

	@Test
	void aServerWithoutTlsIsRefused() {
		String url = "zookeeper://127.0.0.1:" + this.server.port() + "?timeout=4&use_ssl=true&verify_certs=false";
		assertThat(refusal(url, null)).contains("TLS");
	}

	@Test
	void theRelayRefusesOtherClientsAndLeavesNoThread() throws Exception {
		ToozUrl url = Coordinators.parse(url("127.0.0.1") + trusting(this.certificates.authority())
				+ identifiedBy(this.certificates.client(), this.certificates.clientKey()));
		TlsConnector connector = ZooKeeperTls.connector(url, Duration.ofSeconds(20));
		TlsRelayHostProvider servers = new TlsRelayHostProvider(
				new ProbingHostProvider(new ServerRotation(ZooKeeperHosts.of(url), false)), connector);
		InetSocketAddress listener = servers.next(0);
		try (Socket stranger = new Socket(listener.getAddress(), listener.getPort())) {
			stranger.getOutputStream().write("ruok".getBytes(StandardCharsets.US_ASCII));
			assertThatExceptionOfType(IOException.class).isThrownBy(() -> {
				if (stranger.getInputStream().read() < 0) {
					throw new EOFException();
				}
			});
		}
		await().atMost(Duration.ofSeconds(10)).until(() -> Threads.named("servicegroup-zookeeper-tls").isEmpty());
	}

	@ParameterizedTest
	@ValueSource(strings = { "ca=x", "certfile=x", "verify_certs=false", "use_ssl=false&ca=x",
			"use_ssl=true&keyfile_password=secret" })
	void inconsistentOptionsAreRefused(String options) {
		assertThatExceptionOfType(InvalidToozUrlException.class)
			.isThrownBy(() -> Coordinators.parse("zookeeper://zk?" + options))
			.withMessageNotContaining("secret");
	}

}
