package io.servicegroup.benchmarks;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;

import io.etcd.jetcd.ByteSequence;
import io.etcd.jetcd.Client;
import io.etcd.jetcd.options.WatchOption;
import io.lettuce.core.RedisClient;
import io.lettuce.core.api.sync.RedisCommands;
import io.lettuce.core.pubsub.RedisPubSubAdapter;
import io.lettuce.core.pubsub.StatefulRedisPubSubConnection;
import io.servicegroup.MemberChangedEvent;
import io.servicegroup.benchmarks.ChangeRow.Arrivals;
import io.servicegroup.benchmarks.ChangeRow.Publisher;
import io.servicegroup.membership.LiveServiceGroupAPI;
import io.servicegroup.tck.servers.StoreServer;
import org.apache.curator.framework.CuratorFramework;
import org.apache.curator.framework.recipes.cache.CuratorCache;
import org.awaitility.Awaitility;

/**
 * A publisher with 50 observers, of this library and of others.
 */
abstract class Publishers implements Publisher {

	private final String name;

	private final Arrivals arrivals = new Arrivals();

	private final Deque<AutoCloseable> opened = new ArrayDeque<>();

	private Publishers(String name) {
		this.name = name;
	}

	@Override
	public String name() {
		return this.name;
	}

	@Override
	public Arrivals arrivals() {
		return this.arrivals;
	}

	<T extends AutoCloseable> T opened(T closeable) {
		this.opened.push(closeable);
		return closeable;
	}

	@Override
	public void close() throws Exception {
		while (!this.opened.isEmpty()) {
			this.opened.pop().close();
		}
	}

	static List<Publisher> others(Store store, StoreServer server, String group, int members) throws Exception {
		return switch (store) {
			case REDIS -> List.of(new RedisChannel(Store.port(server), group));
			case ZOOKEEPER -> List.of(new CuratorCaches(Store.port(server), group, members));
			case ETCD -> List.of(new EtcdWatches(Store.port(server), group));
			default -> List.of();
		};
	}

	static final class Ours extends Publishers {

		private final LiveServiceGroupAPI member;

		private final String group;

		Ours(StoreServer server, String group, int members) {
			super("this library");
			String url = server.url("timeout=30");
			this.group = group;
			this.member = opened(Member.api(url, "changing"));
			this.member.join(group, Map.of("value", -1));
			this.member.start();
			for (int i = 0; i < ChangeRow.OBSERVERS; i++) {
				int number = i;
				LiveServiceGroupAPI observer = opened(Member.api(url, "observer" + i));
				Awaitility.await()
					.atMost(Duration.ofSeconds(30))
					.until(() -> observer.view(group).members().size() == members + 1);
				observer.addListener(group, (event) -> {
					if (event instanceof MemberChangedEvent) {
						arrivals().arrived(number);
					}
				});
			}
		}

		@Override
		public void publish(int value) {
			this.member.updateCapabilities(this.group, Map.of("value", value));
		}

	}

	private static final class RedisChannel extends Publishers {

		private final RedisCommands<String, String> redis;

		private final String channel;

		RedisChannel(int port, String group) {
			super("PUBLISH");
			RedisClient client = opened(RedisClient.create("redis://127.0.0.1:" + port));
			this.redis = client.connect().sync();
			this.channel = "bench-" + group;
			for (int i = 0; i < ChangeRow.OBSERVERS; i++) {
				int number = i;
				StatefulRedisPubSubConnection<String, String> connection = client.connectPubSub();
				connection.addListener(new RedisPubSubAdapter<>() {
					@Override
					public void message(String from, String message) {
						arrivals().arrived(number);
					}
				});
				connection.sync().subscribe(this.channel);
			}
		}

		@Override
		public void publish(int value) {
			this.redis.publish(this.channel, Integer.toString(value));
		}

	}

	private static final class CuratorCaches extends Publishers {

		private final CuratorFramework client;

		private final String node;

		CuratorCaches(int port, String group, int members) throws Exception {
			super("CuratorCache");
			this.client = opened(Mutex.curator(port, 30_000));
			// A node of its own, so that this library's observers are not disturbed.
			String root = "/curator-" + group;
			this.node = root + "/m0";
			create(root, members);
			for (int i = 0; i < ChangeRow.OBSERVERS; i++) {
				int number = i;
				CuratorCache cache = opened(CuratorCache.build(opened(Mutex.curator(port, 30_000)), root));
				cache.start();
				Awaitility.await().atMost(Duration.ofSeconds(60)).until(() -> cache.size() == members + 1);
				cache.listenable().addListener((type, before, now) -> arrivals().arrived(number));
			}
		}

		private void create(String root, int members) throws Exception {
			this.client.create().forPath(root);
			for (int i = 0; i < members; i++) {
				this.client.create().inBackground().forPath(root + "/m" + i, Groups.CAPABILITIES);
			}
			Awaitility.await()
				.atMost(Duration.ofSeconds(60))
				.until(() -> this.client.checkExists().forPath(root).getNumChildren() == members);
		}

		@Override
		public void publish(int value) throws Exception {
			this.client.setData().forPath(this.node, new byte[] { (byte) value });
		}

	}

	private static final class EtcdWatches extends Publishers {

		private final Client client;

		private final ByteSequence key;

		EtcdWatches(int port, String group) {
			super("jetcd watch");
			this.client = opened(Client.builder().endpoints("http://127.0.0.1:" + port).build());
			String prefix = "bench/" + group + "/";
			this.key = Groups.sequence(prefix + "m0");
			for (int i = 0; i < ChangeRow.OBSERVERS; i++) {
				int number = i;
				Client observer = opened(Client.builder().endpoints("http://127.0.0.1:" + port).build());
				opened(observer.getWatchClient()
					.watch(Groups.sequence(prefix), WatchOption.builder().isPrefix(true).build(),
							(response) -> arrivals().arrived(number)));
			}
		}

		@Override
		public void publish(int value) throws Exception {
			this.client.getKVClient().put(this.key, Groups.sequence(Integer.toString(value))).get();
		}

	}

}
