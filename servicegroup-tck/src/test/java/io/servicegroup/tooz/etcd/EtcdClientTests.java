package io.servicegroup.tooz.etcd;

import java.time.Duration;
import java.util.Map;
import java.util.Set;

import io.servicegroup.tck.servers.Threads;
import io.servicegroup.tooz.coordination.Coordinators;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class EtcdClientTests extends EtcdFixture {

	/** The client stays reachable until the end of the test, which closes it again. */
	@Test
	void aCallAfterCloseIsAnsweredAndLeavesNoThread() {
		EtcdClient client = opened(new EtcdClient(Coordinators.parse(url()), Duration.ofSeconds(1)));
		client.close();
		Set<Thread> before = Threads.named("HttpClient-.*");
		assertThat(client.call("kv/range", Map.of("key", EtcdKeys.bytes("any"))).position())
			.isNotEqualTo(EtcdAnswer.Position.NONE);
		within(Duration.ofSeconds(20)).until(() -> {
			System.gc();
			return before.containsAll(Threads.named("HttpClient-.*"));
		});
	}

}
