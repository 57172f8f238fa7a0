package io.servicegroup.tooz.memcached;

import java.util.Map;

import io.servicegroup.tck.TlsContract;
import io.servicegroup.tck.servers.Certificates;
import io.servicegroup.tck.servers.GuardedMemcached;
import io.servicegroup.tooz.Coordinator;
import io.servicegroup.tooz.InvalidToozUrlException;
import io.servicegroup.tooz.coordination.Coordinators;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class MemcachedTlsTests extends TlsContract {

	private GuardedMemcached server;

	MemcachedTlsTests() {
		super("ca_cert", "ssl_cert", "ssl_key");
	}

	@Override
	protected AutoCloseable startServer(Certificates certificates) {
		this.server = GuardedMemcached.byCertificate(certificates);
		return this.server;
	}

	@Override
	protected String url(String host) {
		return "memcached://" + host + ":" + this.server.port() + "?timeout=20&use_ssl=true";
	}

	private String options() {
		return trusting(this.certificates.authority())
				+ identifiedBy(this.certificates.client(), this.certificates.clientKey());
	}

	@Test
	void withoutHostnameVerificationTheCertificateIsStillVerified() {
		String anyHostname = url("localhost") + "&ssl_check_hostname=false"
				+ identifiedBy(this.certificates.client(), this.certificates.clientKey());
		try (Coordinator one = Coordinators.get(anyHostname + trusting(this.certificates.authority()), "one")) {
			one.start();
			one.heartbeat();
		}
		assertThat(refusal(anyHostname + trusting(this.certificates.stranger()), null)).contains("trust");
	}

	/** The group takes many TLS records in both directions. */
	@Test
	void aLargeGroupIsReadAsItWasWritten() {
		try (Coordinator one = Coordinators.get(url("127.0.0.1") + options(), "one")) {
			one.start();
			Map<String, Object> capabilities = Map.of("text", "x".repeat(500_000));
			one.joinGroupCreate("large", capabilities);
			assertThat(one.getMemberCapabilities("large", "one")).isEqualTo(capabilities);
		}
	}

	@Test
	void withoutTlsTheErrorSuggestsIt() {
		assertThat(refusal("memcached://127.0.0.1:" + this.server.port() + "?timeout=20", null))
			.contains("use_ssl=true");
	}

	@Test
	void certificatesWithoutTlsAreRefused() {
		assertThatExceptionOfType(InvalidToozUrlException.class)
			.isThrownBy(() -> Coordinators.parse("memcached://127.0.0.1?timeout=5" + options()))
			.satisfies((ex) -> assertThat(ex.fix()).contains("use_ssl=true"));
	}

}
