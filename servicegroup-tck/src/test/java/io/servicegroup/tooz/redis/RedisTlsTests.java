package io.servicegroup.tooz.redis;

import io.servicegroup.tck.TlsContract;
import io.servicegroup.tck.servers.Certificates;
import io.servicegroup.tck.servers.RedisServer;
import io.servicegroup.tooz.Coordinator;
import io.servicegroup.tooz.coordination.Coordinators;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatNoException;

class RedisTlsTests extends TlsContract {

	private RedisServer server;

	RedisTlsTests() {
		super("ssl_ca_certs", "ssl_certfile", "ssl_keyfile");
	}

	@Override
	protected AutoCloseable startServer(Certificates certificates) {
		this.server = RedisServer.secured(certificates);
		return this.server;
	}

	@Override
	protected String url(String host) {
		return "rediss://" + host + ":" + this.server.securePort() + "?timeout=20";
	}

	@Test
	void theOptionOfToozTurnsTlsOnToo() {
		try (Coordinator one = Coordinators
			.get("redis://127.0.0.1:" + this.server.securePort() + "?timeout=20&ssl=true" + clientOptions(), "one")) {
			one.start();
			assertThatNoException().isThrownBy(one::heartbeat);
		}
	}

	@Test
	void withoutTlsTheServerDoesNotAnswer() {
		assertThat(refusal("redis://127.0.0.1:" + this.server.securePort() + "?timeout=20", null))
			.contains("127.0.0.1:" + this.server.securePort());
	}

}
