package io.servicegroup.tooz.memcached;

import io.servicegroup.tooz.InvalidToozUrlException;
import io.servicegroup.tooz.coordination.Coordinators;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatNoException;

class MemcachedBackendTypeTests {

	private final MemcachedBackendType type = new MemcachedBackendType();

	@ParameterizedTest
	@ValueSource(strings = { "memcached://localhost", "memcached://localhost:11212/", "memcached://[::1]:11211",
			"memcached://h?timeout=5&membership_timeout=4&lock_timeout=3&leader_timeout=2&max_pool_size=10" })
	void urlsThatToozAcceptsAreAccepted(String url) {
		assertThat(Coordinators.backendName(Coordinators.parse(url))).isEqualTo("memcached");
	}

	@ParameterizedTest
	@CsvSource({ "memcached://, no host", "'memcached://a,b:1', several hosts", "memcached://:pass@h, both",
			"memcached://user@h, both", "memcached://h?ssl_cert=/c, TLS", "memcached://h?use_ssl=1&ssl_key=/k, key",
			"memcached://h?use_ssl=1&ssl_ciphers=x, ssl_ciphers", "memcached://h?timeout=2.5, timeout",
			"memcached://h?timeout=0, timeout" })
	void urlsThatCannotBeUsedAreRefusedWithAFix(String url, String reason) {
		assertThatExceptionOfType(InvalidToozUrlException.class).isThrownBy(() -> Coordinators.parse(url))
			.withMessageContaining(reason)
			.satisfies((ex) -> assertThat(ex.getMessage()).doesNotContain("pass@"))
			.satisfies((ex) -> assertThat(ex.fix()).isNotBlank());
	}

	@ParameterizedTest
	@ValueSource(strings = { "a b", "a\tb", "a\r\nset x 0 0 1", "a\u0000", "a\u00a0b", "a\u2028b", "\ud800" })
	void idsThatWouldBreakACommandAreRefused(String id) {
		assertThatExceptionOfType(InvalidToozUrlException.class).isThrownBy(() -> this.type.checkId("member", id));
		assertThatExceptionOfType(InvalidToozUrlException.class).isThrownBy(() -> this.type.checkId("group", id));
		assertThatExceptionOfType(InvalidToozUrlException.class).isThrownBy(() -> this.type.checkId("lock", id));
	}

	@Test
	void idsMayBeAsLongAsTheirLongestKeyAllows() {
		assertThatNoException().isThrownBy(() -> this.type.checkId("member", "ü".repeat(118)));
		assertThatExceptionOfType(InvalidToozUrlException.class)
			.isThrownBy(() -> this.type.checkId("member", "ü".repeat(119)))
			.satisfies((ex) -> assertThat(ex.fix()).contains("1 bytes"));
		assertThatNoException().isThrownBy(() -> this.type.checkId("group", "g".repeat(219)));
		assertThatExceptionOfType(InvalidToozUrlException.class)
			.isThrownBy(() -> this.type.checkId("group", "g".repeat(220)));
		assertThatNoException().isThrownBy(() -> this.type.checkId("lock", "ü".repeat(119)));
		assertThatExceptionOfType(InvalidToozUrlException.class)
			.isThrownBy(() -> this.type.checkId("lock", "ü".repeat(119) + "l"))
			.satisfies((ex) -> assertThat(ex.fix()).contains("1 bytes"));
	}

	@Test
	void theGroupIdWhoseKeyIsToozsListIsRefused() {
		assertThatExceptionOfType(InvalidToozUrlException.class).isThrownBy(() -> this.type.checkId("group", "LIST"));
		assertThatNoException().isThrownBy(() -> this.type.checkId("member", "LIST"));
		assertThatNoException().isThrownBy(() -> this.type.checkId("group", "LISTS"));
		assertThatNoException().isThrownBy(() -> this.type.checkId("group", "LEADER_x"));
	}

}
