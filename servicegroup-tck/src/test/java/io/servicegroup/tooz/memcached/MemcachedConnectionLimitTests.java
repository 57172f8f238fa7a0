package io.servicegroup.tooz.memcached;

import java.util.ArrayList;
import java.util.List;

import io.servicegroup.tck.servers.MemcachedServer;
import io.servicegroup.tck.servers.MemcachedSocket;
import io.servicegroup.tooz.Coordinator;
import io.servicegroup.tooz.StoreUnavailableException;
import io.servicegroup.tooz.coordination.Coordinators;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class MemcachedConnectionLimitTests {

	private static final int LIMIT = 128;

	@Test
	void aServerAtItsLimitIsNamedAsTheCause() {
		List<MemcachedSocket> others = new ArrayList<>();
		try (MemcachedServer server = new MemcachedServer("-c", Integer.toString(LIMIT));
				Coordinator one = Coordinators.get(server.url("timeout=4"), "one")) {
			for (int i = 0; i < LIMIT; i++) {
				others.add(server.connect());
			}
			assertThatExceptionOfType(StoreUnavailableException.class).isThrownBy(one::start)
				.withMessageContaining("limit of connections: raise it (memcached -c)");
		}
		finally {
			others.forEach(MemcachedSocket::close);
		}
	}

}
