package io.servicegroup.tooz;

import com.code_intelligence.jazzer.junit.FuzzTest;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Fuzzes {@link Capabilities} with bytes that Jazzer generates, guided by coverage.
 */
class CapabilitiesFuzz {

	@FuzzTest(maxDuration = "1m")
	void decodesOrThrowsSerializationException(byte[] bytes) {
		try {
			Capabilities.decode(bytes);
		}
		catch (SerializationException ex) {
			assertThat(ex.getMessage()).isNotEmpty();
		}
	}

}
