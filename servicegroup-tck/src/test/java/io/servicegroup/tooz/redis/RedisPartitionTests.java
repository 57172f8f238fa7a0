package io.servicegroup.tooz.redis;

import java.util.Map;

import io.servicegroup.tck.PartitionContract;
import io.servicegroup.tck.servers.RedisServer;
import io.servicegroup.tck.servers.StoreServer;
import io.servicegroup.tck.servers.TcpProxy;
import io.servicegroup.tooz.Coordinator;
import io.servicegroup.tooz.HashRing;
import io.servicegroup.tooz.Partitioner;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class RedisPartitionTests extends PartitionContract {

	private static final int READS = 20;

	@Override
	protected StoreServer createServer() {
		return new RedisServer();
	}

	/** A whole reading would take the capabilities of all members each time. */
	@Test
	void anIdlePartitionerDoesNotReadTheMembers() {
		Coordinator two = beating(coordinator("two"));
		two.joinGroupCreate(this.group, Map.of("weight", 2, "more", "x".repeat(20_000)));
		TcpProxy proxy = opened(new TcpProxy(((RedisServer) this.server).port()));
		Coordinator one = beating(started(proxy.url(url()), "one"));
		Partitioner partitioner = one.joinPartitionedGroup(this.group);
		within(LONG).until(() -> partitioner.ring().nodes().equals(Map.of("one", 1, "two", 2)));
		HashRing ring = partitioner.ring();
		TcpProxy.Traffic before = proxy.traffic();
		for (int i = 0; i < READS; i++) {
			one.runWatchers();
		}
		// With polls and heartbeats meanwhile.
		assertThat(proxy.traffic().since(before).bytes()).isLessThan(READS * 1500);
		assertThat(partitioner.ring()).isSameAs(ring);
	}

}
