package io.servicegroup.autoconfigure;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

import org.apache.curator.framework.CuratorFramework;

import org.springframework.beans.factory.ObjectProvider;

/**
 * The ZooKeeper ensemble that the application's Curator client is configured with. A
 * chroot becomes the beginning of the namespace.
 *
 * @param clients the clients
 */
record ZooKeeperApplicationServer(ObjectProvider<CuratorFramework> clients) implements ApplicationServer {

	@Override
	public Set<String> schemes() {
		return new LinkedHashSet<>(List.of("zookeeper", "kazoo"));
	}

	@Override
	public ServiceGroupConnectionDetails details() {
		CuratorFramework client = this.clients.getIfUnique();
		if (client == null) {
			throw ConnectionResolver.notOne("zookeeper", "CuratorFramework", this.clients.stream().findAny().isEmpty());
		}
		String servers = client.getZookeeperClient().getCurrentConnectionString();
		int chroot = servers.indexOf('/');
		return new ConnectionResolver.Resolved("zookeeper://" + ((chroot < 0) ? servers : servers.substring(0, chroot)
				+ "?namespace=" + BareUrl.encode(servers.substring(chroot + 1) + "/tooz")));
	}

}
