package io.servicegroup.tooz.etcd;

import io.servicegroup.tooz.Coordinator;
import io.servicegroup.tooz.InvalidToozUrlException;
import io.servicegroup.tooz.coordination.Coordinators;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class EtcdUrlTests {

	@ParameterizedTest
	@ValueSource(strings = { "etcd3+http://localhost", "etcd3+http://localhost:2379/?api_version=v3beta",
			"etcd3+http://[::1]:2379?timeout=5&lock_timeout=7", "ETCD3+HTTPS://h?ca_cert=/ca.pem",
			"etcd3+https://h?cert_cert=/c.pem&cert_key=/k.pem" })
	void validUrlsAreAccepted(String url) {
		assertThat(Coordinators.backendName(Coordinators.parse(url))).isEqualTo("etcd3+http");
	}

	@ParameterizedTest
	@CsvSource({ "etcd3+http://, etcd3+http://localhost:2379", "'etcd3+http://a,b', load balancer",
			"etcd3+http://a_b, hyphens", "etcd3+http://a|b, hyphens", "etcd3+http://root@h, Write user:password@host",
			"etcd3+http://:s3cret@h, Write user:password@host", "etcd3+http://h?api_version=v4, v3beta",
			"etcd3+http://h?ca_cert=/ca.pem, etcd3+https://", "etcd3+https://h?cert_key=/k.pem, Set cert_cert",
			"etcd3+http://h?membership_timeout=2.5, whole number" })
	void invalidUrlsAreRefusedWithTheFix(String url, String fix) {
		assertThatExceptionOfType(InvalidToozUrlException.class).isThrownBy(() -> Coordinators.parse(url))
			.withMessageNotContaining("s3cret")
			.satisfies((ex) -> assertThat(ex.fix()).contains(fix));
	}

	@Test
	void onlyLockNamesMayHaveSlashes() {
		assertThatExceptionOfType(InvalidToozUrlException.class)
			.isThrownBy(() -> Coordinators.get("etcd3+http://h", "a/b"))
			.withMessageContaining("'a/b'");
		Coordinator one = Coordinators.get("etcd3+http://h", "grün ✓");
		assertThatExceptionOfType(InvalidToozUrlException.class).isThrownBy(() -> one.createGroup("a/b"));
		assertThat(one.getLock("/a/b").name()).isEqualTo("/a/b");
		one.close();
	}

	@Test
	void theErrorNamesACertificateThatCannotBeRead() {
		assertThatExceptionOfType(InvalidToozUrlException.class)
			.isThrownBy(() -> Coordinators.get("etcd3+https://h?ca_cert=/no/such/ca.pem", "one"))
			.withMessageContaining("/no/such/ca.pem");
	}

}
