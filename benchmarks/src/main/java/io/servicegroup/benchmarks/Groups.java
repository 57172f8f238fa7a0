package io.servicegroup.benchmarks;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

import io.etcd.jetcd.ByteSequence;
import io.etcd.jetcd.Client;
import io.etcd.jetcd.options.PutOption;
import io.lettuce.core.RedisClient;
import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.api.sync.RedisCommands;
import io.lettuce.core.codec.ByteArrayCodec;
import io.servicegroup.tck.servers.MemcachedServer;
import io.servicegroup.tck.servers.MemcachedSocket;
import io.servicegroup.tck.servers.StoreServer;
import io.servicegroup.tck.servers.ZooKeeperServer;
import io.servicegroup.tooz.Capabilities;
import org.apache.zookeeper.CreateMode;
import org.apache.zookeeper.Op;
import org.apache.zookeeper.ZooDefs;
import org.apache.zookeeper.ZooKeeper;

/**
 * Writes groups directly into a store, in the format of tooz, as if their members were
 * Python's. They stay for the whole run.
 */
final class Groups {

	static final byte[] CAPABILITIES = Capabilities
		.encode(new LinkedHashMap<>(Map.of("host", "10.0.0.17", "port", 8080, "version", "1.4.2")));

	private static final int CHUNK = 500;

	private static final int SECONDS = 86400;

	private Groups() {
	}

	/** Writes a group with the members {@code m0}, {@code m1}, … */
	static void write(Store store, StoreServer server, String group, int members) throws Exception {
		switch (store) {
			case REDIS -> redis(Store.port(server), group, members);
			case ZOOKEEPER -> zooKeeper((ZooKeeperServer) server, group, members);
			case ETCD -> etcd(Store.port(server), group, members);
			case MEMCACHED -> memcached((MemcachedServer) server, group, members);
			default -> server.addGroup(group, members);
		}
	}

	static byte[] bytes(String text) {
		return text.getBytes(StandardCharsets.UTF_8);
	}

	private static void redis(int port, String group, int members) {
		try (RedisClient client = RedisClient.create("redis://127.0.0.1:" + port);
				StatefulRedisConnection<byte[], byte[]> connection = client.connect(ByteArrayCodec.INSTANCE)) {
			RedisCommands<byte[], byte[]> redis = connection.sync();
			redis.sadd(bytes("_tooz_groups"), bytes(group));
			redis.hset(bytes("_tooz_group:" + group), bytes("__created__"), bytes("1"));
			for (int from = 0; from < members; from += CHUNK) {
				Map<byte[], byte[]> fields = new LinkedHashMap<>();
				Map<byte[], byte[]> beats = new LinkedHashMap<>();
				for (int i = from; i < Math.min(members, from + CHUNK); i++) {
					fields.put(bytes("m" + i), CAPABILITIES);
					beats.put(bytes("_tooz_beats:m" + i), bytes("Not dead!"));
				}
				redis.hset(bytes("_tooz_group:" + group), fields);
				redis.mset(beats);
			}
		}
	}

	private static void zooKeeper(ZooKeeperServer server, String group, int members) throws Exception {
		try (ZooKeeper client = server.client()) {
			if (client.exists("/tooz", false) == null) {
				client.create("/tooz", new byte[0], ZooDefs.Ids.OPEN_ACL_UNSAFE, CreateMode.PERSISTENT);
			}
			client.create("/tooz/" + group, new byte[0], ZooDefs.Ids.OPEN_ACL_UNSAFE, CreateMode.PERSISTENT);
			for (int from = 0; from < members; from += CHUNK) {
				List<Op> nodes = new ArrayList<>();
				for (int i = from; i < Math.min(members, from + CHUNK); i++) {
					nodes.add(Op.create("/tooz/" + group + "/m" + i, CAPABILITIES, ZooDefs.Ids.OPEN_ACL_UNSAFE,
							CreateMode.PERSISTENT));
				}
				client.multi(nodes);
			}
		}
	}

	private static void etcd(int port, String group, int members) throws Exception {
		try (Client client = Client.builder().endpoints("http://127.0.0.1:" + port).build()) {
			String key = "tooz/groups/" + group + "/";
			client.getKVClient().put(sequence(key), sequence(key)).get();
			// As each member has one, in Python, too.
			PutOption lease = PutOption.builder()
				.withLeaseId(client.getLeaseClient().grant(SECONDS).get().getID())
				.build();
			for (int from = 0; from < members; from += CHUNK) {
				List<CompletableFuture<?>> puts = new ArrayList<>();
				for (int i = from; i < Math.min(members, from + CHUNK); i++) {
					puts.add(client.getKVClient().put(sequence(key + "m" + i), ByteSequence.from(CAPABILITIES), lease));
				}
				CompletableFuture.allOf(puts.toArray(CompletableFuture[]::new)).get();
			}
		}
	}

	static ByteSequence sequence(String text) {
		return ByteSequence.from(text, StandardCharsets.UTF_8);
	}

	private static void memcached(MemcachedServer server, String group, int members) {
		Map<byte[], Object> item = new LinkedHashMap<>();
		try (MemcachedSocket socket = server.connect()) {
			for (int i = 0; i < members; i++) {
				item.put(bytes("m" + i), Map.of(bytes("capabilities"), Capabilities.decode(CAPABILITIES)));
				socket.set("_TOOZ_MEMBER_m" + i, 1, SECONDS, bytes("It's alive!"));
			}
			socket.set("_TOOZ_GROUP_" + group, 2, Capabilities.encode(item));
			socket.set("_TOOZ_GROUP_LIST", 2, Capabilities.encode(List.of(bytes(group))));
		}
	}

}
