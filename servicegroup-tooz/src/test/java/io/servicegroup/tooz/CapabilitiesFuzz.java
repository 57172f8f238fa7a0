package io.servicegroup.tooz;

import com.code_intelligence.jazzer.junit.FuzzTest;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * {@link Capabilities} and bytes that Jazzer makes, guided by what they reach.
 */
class CapabilitiesFuzz {

	@FuzzTest(maxDuration = "1m")
	void aValueOrRefused(byte[] bytes) {
		try {
			Capabilities.decode(bytes);
		}
		catch (SerializationException ex) {
			assertThat(ex.getMessage()).isNotEmpty();
		}
	}

}
