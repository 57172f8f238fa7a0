package io.servicegroup.tooz.memcached;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Locale;

import io.servicegroup.tooz.memcached.client.Item;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class NovaValueTests {

	private static final NovaValue VALUE = new NovaValue("token", new byte[] { 1 });

	/** A locale with its own digits. */
	@Test
	void theTimestampDoesNotDependOnTheLocale() {
		Locale before = Locale.getDefault();
		Locale.setDefault(Locale.forLanguageTag("ar-EG"));
		try {
			Item item = VALUE.item(Instant.parse("2026-11-26T10:09:08.000007Z"));
			assertThat(new String(item.data(), StandardCharsets.ISO_8859_1))
				.startsWith("cdatetime\ndatetime\n(I2026\nI11\nI26\nI10\nI9\nI8\nI7\ntR.");
			assertThat(NovaValue.read(item)).isNotNull();
		}
		finally {
			Locale.setDefault(before);
		}
	}

}
