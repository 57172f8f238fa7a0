package io.servicegroup.tooz;

import java.nio.charset.StandardCharsets;
import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class PartitionKeysTests {

	private static String text(Object object) {
		return new String(PartitionKeys.of(object), StandardCharsets.UTF_8);
	}

	@Test
	void theKeyIsThePythonText() {
		assertThat(text("чупакабра 𝄞")).isEqualTo("чупакабра 𝄞");
		assertThat(text(-7L)).isEqualTo("-7");
		assertThat(text(true)).isEqualTo("True");
		assertThat(text(new byte[] { 'x', 0, '\'' })).isEqualTo("b\"x\\x00'\"");
		assertThat(text(Feature.LOCKS)).isEqualTo("LOCKS");
	}

	@Test
	void aPartitionKeyProvidesItsBytes() {
		byte[] bytes = { 1, -1 };
		assertThat(PartitionKeys.of((PartitionKey) () -> bytes)).isSameAs(bytes);
	}

	/** Their text differs between processes. */
	static List<Object> anonymous() {
		return List.of(new Object(), new int[] { 1 }, new long[0]);
	}

	@ParameterizedTest
	@MethodSource("anonymous")
	void anObjectWithoutAStableTextIsRejected(Object object) {
		assertThatExceptionOfType(IllegalArgumentException.class).isThrownBy(() -> PartitionKeys.of(object))
			.withMessageContaining("PartitionKey");
	}

}
