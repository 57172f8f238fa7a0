package io.servicegroup.tooz.redis;

import io.servicegroup.tooz.InvalidToozUrlException;
import io.servicegroup.tooz.coordination.Coordinators;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class RedisUrlTests {

	@ParameterizedTest
	@ValueSource(strings = { "redis://localhost", "redis://localhost/", "redis://localhost:1/f00",
			"redis://user:p%40ss@[::1]:6380?db=3", "redis:///var/run/redis.sock",
			"redis://:secret@/var/run/redis.sock?db=1", "redis://localhost?ssl=true&ssl_ca_certs=ca.pem",
			"redis://s1?sentinel=m&sentinel_fallback=s2:26380&sentinel_fallback=[::1]:26379&sentinel_fallback=s3",
			"redis://s1?sentinel=m&sentinel_ssl=yes&ssl_certfile=c.pem&ssl_keyfile=k.pem&retry_on_timeout=true",
			"redis://joe:x@s1:1?sentinel=m&sentinel_username=ann&sentinel_password=y" })
	void validUrlsAreAccepted(String url) {
		assertThat(Coordinators.parse(url).scheme()).isEqualTo("redis");
	}

	@ParameterizedTest
	@CsvSource({ "redis://, redis://localhost:6379", "redis:///, redis://localhost:6379", "redis:x, redis://localhost",
			"redis://host/3, ?db=3", "'redis://a,b', host that accepts writes",
			"redis://joe@host, redis://user:password@host", "redis://host?ssl_ca_certs=ca.pem, ssl=true",
			"redis://host?ssl=true&ssl_keyfile=k.pem, ssl_certfile",
			"redis://host?sentinel=m&ssl_ca_certs=ca.pem, sentinel_ssl=true", "redis:///sock?ssl=true, use a host",
			"redis://host?sentinel_fallback=b:1, sentinel=mymaster", "redis:///sock?sentinel=m, redis://sentinel:26379",
			"redis://host?sentinel=m&sentinel_fallback=b:1:2, host:port",
			"redis://host?sentinel=m&sentinel_fallback=b:99999, host:port",
			"'redis://a,b?sentinel=m', sentinel_fallback",
			"redis://host?sentinel=m&sentinel_username=joe, sentinel_password" })
	void invalidUrlsAreRefusedWithTheFix(String url, String fix) {
		assertThatExceptionOfType(InvalidToozUrlException.class).isThrownBy(() -> Coordinators.parse(url))
			.satisfies((ex) -> assertThat(ex.fix()).contains(fix));
	}

	@Test
	void errorsDoNotShowTheSentinelPassword() {
		assertThatExceptionOfType(InvalidToozUrlException.class)
			.isThrownBy(() -> Coordinators.parse("redis://:s3cret@localhost?sentinel_password=s3cret"))
			.withMessageContaining("sentinel_password")
			.withMessageNotContaining("s3cret");
	}

}
