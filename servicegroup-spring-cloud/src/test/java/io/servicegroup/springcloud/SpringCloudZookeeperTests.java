package io.servicegroup.springcloud;

import java.net.URI;

import io.servicegroup.tck.servers.StoreFixture;
import io.servicegroup.tck.servers.StoreServer;
import io.servicegroup.tck.servers.ZooKeeperServer;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Side by side with Spring Cloud Zookeeper on one ZooKeeper server, with the defaults of
 * both but for the session timeout. Prints rows of the table in docs/spring-cloud.md.
 */
@Tag("long")
class SpringCloudZookeeperTests extends StoreFixture {

	@Override
	protected StoreServer createServer() {
		return new ZooKeeperServer();
	}

	@Test
	void instancesThatEndedAreOutOfRotationSooner() throws Exception {
		Rotation.Figures own = LoadBalancedCallContract.measured("servicegroup.tooz-url=" + url());
		System.out.println(own.row("servicegroup"));
		Rotation.Figures peer = springCloudZookeeper(true);
		System.out.println(peer.row("Spring Cloud Zookeeper"));
		Rotation.Figures uncached = springCloudZookeeper(false);
		System.out.println(uncached.row("the same without LoadBalancer's cache"));
		assertThat(own.failedByStop()).isZero();
		assertThat(own.killedFor()).isLessThan(peer.killedFor());
	}

	private Rotation.Figures springCloudZookeeper(boolean cache) throws Exception {
		URI server = URI.create(url());
		return LoadBalancedCallContract.measured("servicegroup.enabled=false", "spring.cloud.zookeeper.enabled=true",
				"spring.cloud.zookeeper.connect-string=" + server.getHost() + ":" + server.getPort(),
				"spring.cloud.zookeeper.session-timeout=" + timeout().toSeconds() + "s",
				"spring.cloud.zookeeper.discovery.instance-host=127.0.0.1",
				"spring.cloud.loadbalancer.cache.enabled=" + cache);
	}

}
