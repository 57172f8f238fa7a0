package io.servicegroup.tooz.memcached.client;

import java.net.InetSocketAddress;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

class ServerProbeTests {

	@ParameterizedTest
	@CsvSource({ "VERSION 1.6.18, true", "VERSION 1.6.0, true", "VERSION 1.10.2, true", "VERSION 2.0, true",
			"VERSION 1.5.22, false", "VERSION 1.4.5, false", "VERSION 0.5.0, false", "VERSION mcrouter 38, false",
			"VERSION 1234.6, false", "CLIENT_ERROR unauthenticated, true", "'', false", "ERROR, false" })
	void metaCommandsAreTriedFromVersion16(String answer, boolean expected) {
		ServerProbe probe = new ServerProbe(new InetSocketAddress("127.0.0.1", 1), answer);
		assertThat(probe.mayHaveMetaCommands()).isEqualTo(expected);
	}

}
