package io.servicegroup.tooz.redis;

import io.servicegroup.tooz.Coordinators;
import io.servicegroup.tooz.InvalidToozUrl;
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
			"redis://:secret@/var/run/redis.sock?db=1" })
	void usableUrlsAreTaken(String url) {
		assertThat(Coordinators.parse(url).scheme()).isEqualTo("redis");
	}

	@ParameterizedTest
	@CsvSource({ "redis://, redis://localhost:6379", "redis:///, redis://localhost:6379", "redis:x, redis://localhost",
			"redis://host/3, ?db=3", "'redis://a,b', one host", "redis://joe@host, redis://user:password@host" })
	void unusableUrlsAreRefusedWithTheFix(String url, String fix) {
		assertThatExceptionOfType(InvalidToozUrl.class).isThrownBy(() -> Coordinators.parse(url))
			.satisfies((ex) -> assertThat(ex.fix()).contains(fix));
	}

	@Test
	void whatToozHasAndThisVersionHasNotIsNamed() {
		assertThatExceptionOfType(InvalidToozUrl.class)
			.isThrownBy(() -> Coordinators.parse("redis://:s3cret@localhost?sentinel=mymaster"))
			.withMessageContaining("'sentinel'")
			.withMessageNotContaining("s3cret");
	}

}
