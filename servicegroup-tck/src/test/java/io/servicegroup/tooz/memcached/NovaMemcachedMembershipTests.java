package io.servicegroup.tooz.memcached;

import java.time.Instant;

import io.servicegroup.tck.TimeoutMembershipContract;
import io.servicegroup.tck.servers.MemcachedSocket;
import io.servicegroup.tck.servers.NovaMemcached;
import io.servicegroup.tck.servers.StoreServer;
import io.servicegroup.tooz.Coordinator;
import io.servicegroup.tooz.coordination.Coordinators;
import io.servicegroup.tooz.coordination.ManagedCoordinator;
import io.servicegroup.tooz.memcached.client.Item;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

@Tag("long")
class NovaMemcachedMembershipTests extends TimeoutMembershipContract {

	/** The limit of a key of memcached is 250 bytes. */
	@Override
	protected int longestId() {
		return 100;
	}

	@Override
	protected StoreServer createServer() {
		return new NovaMemcached();
	}

	@Override
	protected void breakCapabilities(String group, String member, byte[] broken) {
		try (MemcachedSocket socket = ((NovaMemcached) this.server).connect()) {
			MemcachedSocket.Item item = socket.get(group + ":" + member);
			NovaValue value = NovaValue.read(new Item(item.flags(), item.data()));
			Item changed = new NovaValue(value.token(), broken).item(Instant.now());
			socket.set(group + ":" + member, changed.flags(), changed.data());
		}
	}

	@Test
	void aReadingAndAHeartbeatReadTwiceForAnyNumberOfMembers() {
		this.server.addGroup(this.group, 1000);
		int port = ((NovaMemcached) this.server).port();
		try (CommandCounter counter = new CommandCounter(port, 20, true);
				Coordinator one = Coordinators.get("nova+mc://127.0.0.1:" + counter.port() + "?timeout=60", "one")) {
			one.joinGroup(this.group, null);
			((ManagedCoordinator) one).track(this.group, "two");
			counter.take();
			assertThat(one.getMembers(this.group)).hasSize(1001);
			assertThat(counter.takeAll().roundTrips()).isEqualTo(2);
			one.heartbeat();
			assertThat(counter.take()).isEqualTo(2);
		}
	}

	/**
	 * Simulates an eviction: without the lists, other processes do not find the member.
	 */
	@Test
	void aHeartbeatRestoresTheLists() {
		Coordinator one = joined("one", null);
		try (MemcachedSocket socket = ((NovaMemcached) this.server).connect()) {
			socket.delete(NovaKeys.GROUPS);
			socket.delete(NovaKeys.memberList(this.group));
		}
		one.heartbeat();
		Coordinator two = coordinator("two");
		assertThat(two.getGroups()).containsExactly(this.group);
		assertThat(two.getMembers(this.group)).containsExactly("one");
	}

}
