package io.servicegroup.tooz.zookeeper;

import java.nio.file.Path;
import java.util.Map;

import io.servicegroup.servers.Certificates;
import io.servicegroup.servers.ZooKeeperServer;
import io.servicegroup.tooz.Coordinator;
import io.servicegroup.tooz.Coordinators;
import io.servicegroup.tooz.InvalidToozUrl;
import io.servicegroup.tooz.TlsContract;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class ZooKeeperTlsTests extends TlsContract {

	private ZooKeeperServer server;

	@Override
	protected AutoCloseable startServer(Certificates certificates) {
		this.server = new ZooKeeperServer(certificates);
		return this.server;
	}

	@Override
	protected String url(String host) {
		return "zookeeper://" + host + ":" + this.server.securePort() + "?timeout=20&use_ssl=true";
	}

	@Override
	protected String trusting(Path authority) {
		return "&ca=" + authority;
	}

	@Override
	protected String identifiedBy(Path certificate, Path key) {
		return "&certfile=" + certificate + "&keyfile=" + key;
	}

	@Test
	void whoAsksForItVerifiesNeitherCertificateNorName() {
		String url = url("localhost") + "&verify_certs=false"
				+ identifiedBy(this.certificates.client(), this.certificates.clientKey());
		try (Coordinator one = Coordinators.get(url, "unverified")) {
			one.start();
			one.joinGroupCreate("unverified", Map.of());
			assertThat(one.getMembers("unverified")).containsExactly("unverified");
		}
	}

	@Test
	void aServerThatSpeaksNoTlsIsRefused() {
		String url = "zookeeper://127.0.0.1:" + this.server.port() + "?timeout=4&use_ssl=true&verify_certs=false";
		assertThat(refusal(url, null)).contains("TLS");
	}

	@ParameterizedTest
	@ValueSource(strings = { "ca=x", "certfile=x", "verify_certs=false", "use_ssl=false&ca=x",
			"use_ssl=true&keyfile_password=secret" })
	void whatDoesNotGoTogetherIsRefused(String options) {
		assertThatExceptionOfType(InvalidToozUrl.class)
			.isThrownBy(() -> Coordinators.parse("zookeeper://zk?" + options))
			.withMessageNotContaining("secret");
	}

}
