package io.servicegroup.benchmarks;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import io.etcd.jetcd.Client;
import io.etcd.jetcd.options.GetOption;
import io.lettuce.core.KeyValue;
import io.lettuce.core.RedisClient;
import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.codec.ByteArrayCodec;
import io.servicegroup.tck.servers.SharedDirectory;
import io.servicegroup.tck.servers.StoreServer;
import io.servicegroup.tck.servers.ZooKeeperServer;
import org.apache.zookeeper.KeeperException;
import org.apache.zookeeper.Op;
import org.apache.zookeeper.OpResult;
import org.apache.zookeeper.ZooKeeper;

/**
 * Bare clients that move the bytes of a group, without any logic.
 *
 * @param name the client, for the table
 * @param listing reads all members with their capabilities and signs of life
 * @param closing closes the client
 */
record Floor(String name, Interleaved.Call listing, Interleaved.Call closing) implements AutoCloseable {

	/** Keys in one request to memcached, and reads in one to ZooKeeper. */
	private static final int CHUNK = 1000;

	static Floor of(Store store, StoreServer server, String group, int members) throws Exception {
		return switch (store) {
			case REDIS ->
				redis(Store.port(server), group, IntStream.range(0, members).mapToObj((i) -> "_tooz_beats:m" + i));
			case ZOOKEEPER -> zooKeeper((ZooKeeperServer) server, group);
			case ETCD -> etcd(Store.port(server), group);
			case MEMCACHED -> memcached(Store.port(server), group, members);
			case FILE -> files((SharedDirectory) server);
			case POSTGRESQL -> throw new IllegalArgumentException("PostgreSQL has no groups");
		};
	}

	/** For members of this library, which have a key for each group. */
	static Floor redisMarks(int port, String group, int members) {
		return redis(port, group,
				Stream.concat(Stream.of(RedisCopies.TEMPLATE), IntStream.range(1, members).mapToObj((i) -> "m" + i))
					.map((id) -> "_tooz_held:" + group + ":" + id + ":" + group.length()));
	}

	private static Floor redis(int port, String group, Stream<String> signsOfLife) {
		RedisClient client = RedisClient.create("redis://127.0.0.1:" + port);
		StatefulRedisConnection<byte[], byte[]> connection = client.connect(ByteArrayCodec.INSTANCE);
		byte[] hash = Groups.bytes("_tooz_group:" + group);
		byte[][] keys = signsOfLife.map(Groups::bytes).toArray(byte[][]::new);
		return new Floor("HGETALL and MGET by Lettuce", () -> {
			require(connection.sync().hgetall(hash).size(), keys.length + 1);
			long alive = connection.sync().mget(keys).stream().filter(KeyValue::hasValue).count();
			require((int) alive, keys.length);
		}, client::close);
	}

	private static Floor zooKeeper(ZooKeeperServer server, String group) {
		ZooKeeper client = server.client();
		return new Floor("multi of reads", () -> {
			List<String> children = client.getChildren("/tooz/" + group, false);
			List<CompletableFuture<List<OpResult>>> replies = new ArrayList<>();
			for (int from = 0; from < children.size(); from += CHUNK) {
				List<Op> reads = children.subList(from, Math.min(children.size(), from + CHUNK))
					.stream()
					.map((child) -> Op.getData("/tooz/" + group + "/" + child))
					.toList();
				CompletableFuture<List<OpResult>> reply = new CompletableFuture<>();
				client.multi(reads, (code, path, context, results) -> {
					if (code == KeeperException.Code.OK.intValue()) {
						reply.complete(results);
					}
					else {
						reply.completeExceptionally(KeeperException.create(KeeperException.Code.get(code)));
					}
				}, null);
				replies.add(reply);
			}
			int read = 0;
			for (CompletableFuture<List<OpResult>> reply : replies) {
				read += reply.get().size();
			}
			require(read, children.size());
		}, client::close);
	}

	private static Floor etcd(int port, String group) {
		Client client = Client.builder().endpoints("http://127.0.0.1:" + port).build();
		GetOption prefix = GetOption.builder().isPrefix(true).build();
		return new Floor("range by gRPC (jetcd)",
				() -> client.getKVClient().get(Groups.sequence("tooz/groups/" + group + "/"), prefix).get(),
				client::close);
	}

	private static Floor memcached(int port, String group, int members) throws IOException {
		Socket socket = new Socket("127.0.0.1", port);
		socket.setTcpNoDelay(true);
		InputStream in = new BufferedInputStream(socket.getInputStream(), 1 << 17);
		byte[] item = Groups.bytes("get _TOOZ_GROUP_" + group + "\r\n");
		StringBuilder beats = new StringBuilder();
		int lines = 0;
		for (int from = 0; from < members; from += CHUNK) {
			beats.append("get");
			IntStream.range(from, Math.min(members, from + CHUNK))
				.forEach((i) -> beats.append(" _TOOZ_MEMBER_m").append(i));
			beats.append("\r\n");
			lines++;
		}
		byte[] multiGet = Groups.bytes(beats.toString());
		int ends = lines;
		return new Floor("raw socket", () -> {
			socket.getOutputStream().write(item);
			awaitEnds(in, 1);
			socket.getOutputStream().write(multiGet);
			awaitEnds(in, ends);
		}, socket::close);
	}

	/** Reads up to the end of so many answers. */
	private static void awaitEnds(InputStream in, int count) throws IOException {
		int matched = 0;
		int found = 0;
		byte[] end = Groups.bytes("\r\nEND\r\n");
		while (found < count) {
			int next = in.read();
			if (next < 0) {
				throw new IOException("memcached has closed the connection");
			}
			matched = (next == end[matched]) ? matched + 1 : (next == end[0]) ? 1 : 0;
			if (matched == end.length) {
				found++;
				matched = 0;
			}
		}
	}

	private static Floor files(SharedDirectory directory) throws IOException {
		Path groups = directory.path().resolve("groups");
		Path group;
		try (Stream<Path> only = Files.list(groups)) {
			group = only.max((one, other) -> Long.compare(modified(one), modified(other))).orElseThrow();
		}
		return new Floor("list, stat and read", () -> {
			try (Stream<Path> files = Files.list(group)) {
				for (Path file : (Iterable<Path>) files::iterator) {
					modified(file);
					Files.readAllBytes(file);
				}
			}
		}, () -> {
		});
	}

	private static long modified(Path file) {
		try {
			return Files.getLastModifiedTime(file).toMillis();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	private static void require(int actual, int expected) {
		if (actual != expected) {
			throw new IllegalStateException(actual + " instead of " + expected);
		}
	}

	@Override
	public void close() throws Exception {
		this.closing.run();
	}

}
