package io.servicegroup.membership;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Set;

import io.servicegroup.tck.servers.NovaZooKeeper;
import io.servicegroup.tck.servers.StoreServer;
import io.servicegroup.tooz.Departure;
import org.apache.zookeeper.CreateMode;
import org.apache.zookeeper.ZooDefs;
import org.apache.zookeeper.ZooKeeper;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Nova's driver {@code zk}: only Nova's nodes are members.
 */
@Tag("long")
class ZkServiceGroupTests extends ServiceGroupContract {

	@Override
	protected Set<Departure> knownDepartures() {
		return Set.of();
	}

	@Override
	protected StoreServer createServer() {
		return new NovaZooKeeper();
	}

	private static void create(ZooKeeper client, String path, String data, CreateMode mode) throws Exception {
		client.create(path, data.getBytes(StandardCharsets.US_ASCII), ZooDefs.Ids.OPEN_ACL_UNSAFE, mode);
	}

	@Test
	void onlyANodeWithALiveProcessIsUp() throws Exception {
		LiveServiceGroupAPI api = api("observer");
		api.beat();
		ZooKeeper client = opened(((NovaZooKeeper) this.server).server().client());
		create(client, "/servicegroups/compute", "", CreateMode.PERSISTENT);
		for (String member : new String[] { "host1", "host2", "other" }) {
			create(client, "/servicegroups/compute/" + member, member.equals("other") ? "something" : "ZKMembers",
					CreateMode.PERSISTENT);
		}
		create(client, "/servicegroups/compute/other/4711", "0.25", CreateMode.EPHEMERAL);
		create(client, "/servicegroups/compute/host1/4711", "0.7394", CreateMode.EPHEMERAL);
		create(client, "/servicegroups/compute/host1/4712", "0.1", CreateMode.EPHEMERAL);
		assertThat(api.serviceIsUp("compute", "host1")).isTrue();
		assertThat(api.serviceIsUp("compute", "host2")).isFalse();
		assertThat(api.serviceIsUp("compute", "other")).isFalse();
		assertThat(api.getAll("compute")).singleElement()
			.satisfies((member) -> assertThat(member.capabilities()).isEmpty());
		client.delete("/servicegroups/compute/host1/4711", -1);
		assertThat(api.read("compute").isUp("host1")).isTrue();
		client.delete("/servicegroups/compute/host1/4712", -1);
		within(Duration.ofSeconds(5)).until(() -> !api.serviceIsUp("compute", "host1"));
	}

}
