package io.servicegroup.tooz.etcd;

import java.time.Duration;
import java.util.Map;
import java.util.Set;

import io.servicegroup.tck.servers.Threads;
import io.servicegroup.tooz.coordination.Coordinators;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class EtcdGatewayTests extends EtcdFixture {

	/** The gateway stays reachable until the end of the test, which closes it again. */
	@Test
	void aCallAfterCloseIsAnsweredAndLeavesNoThread() {
		EtcdGateway gateway = opened(new EtcdGateway(Coordinators.parse(url()), Duration.ofSeconds(1)));
		gateway.close();
		Set<Thread> before = Threads.named("HttpClient-.*");
		assertThat(gateway.call("kv/range", Map.of("key", EtcdKeys.bytes("any"))).has("header")).isTrue();
		within(Duration.ofSeconds(20)).until(() -> {
			System.gc();
			return before.containsAll(Threads.named("HttpClient-.*"));
		});
	}

}
