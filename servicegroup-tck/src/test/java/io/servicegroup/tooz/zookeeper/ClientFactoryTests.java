package io.servicegroup.tooz.zookeeper;

import java.time.Duration;
import java.util.List;

import io.servicegroup.tooz.ToozUrl.Host;
import org.apache.zookeeper.CreateMode;
import org.apache.zookeeper.ZooDefs;
import org.apache.zookeeper.ZooKeeper;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

class ClientFactoryTests extends ZooKeeperFixture {

	@Test
	void closingAClientKeepsItsSessionUntilTheEnd() throws Exception {
		ClientFactory clients = new ClientFactory(List.of(new Host("127.0.0.1", this.server.port())), false, null);
		withNode(clients, "/left").close();
		assertThat(stat("/left")).isNotNull();
		ZooKeeper last = withNode(clients, "/ended");
		clients.endSessionOnClose();
		last.close();
		assertThat(stat("/ended")).isNull();
	}

	private ZooKeeper withNode(ClientFactory clients, String path) throws Exception {
		ZooKeeper client = clients.newZooKeeper("127.0.0.1", 10_000, (event) -> {
		}, false);
		await().atMost(Duration.ofSeconds(10)).until(() -> client.getState().isConnected());
		client.create(path, new byte[0], ZooDefs.Ids.OPEN_ACL_UNSAFE, CreateMode.EPHEMERAL);
		return client;
	}

}
