package io.servicegroup.benchmarks;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;

import io.etcd.jetcd.Client;
import io.etcd.jetcd.lease.LeaseKeepAliveResponse;
import io.etcd.jetcd.options.GetOption;
import io.grpc.stub.StreamObserver;
import io.lettuce.core.RedisClient;
import io.lettuce.core.api.async.RedisAsyncCommands;
import io.vertx.core.Vertx;
import org.apache.zookeeper.ZooKeeper;

/**
 * Clients without any logic, each on one connection. At the default settings, each does
 * what an observer of a group cannot do without: one exchange a second, which shows that
 * the store still answers, and what keeps a member alive.
 */
final class BareFleet {

	private static final int SECOND = 1000;

	private static final ScheduledExecutorService TIMER = Executors.newScheduledThreadPool(2);

	private BareFleet() {
	}

	/** Starts the clients, and returns what must be kept. */
	static List<Object> start(Store store, int port, int members) throws Exception {
		return switch (store) {
			case REDIS -> redis(port, members);
			case ZOOKEEPER -> zooKeeper(port, members);
			case ETCD -> etcd(port, members);
			default -> throw new IllegalArgumentException("No bare clients of " + store.title());
		};
	}

	/** A PING a second, and a PSETEX for each heartbeat of a timeout of 30 s. */
	private static List<Object> redis(int port, int members) {
		List<Object> kept = new ArrayList<>();
		RedisClient client = RedisClient.create("redis://127.0.0.1:" + port);
		for (int i = 0; i < members; i++) {
			String key = "floor" + i;
			RedisAsyncCommands<String, String> redis = client.connect().async();
			every(SECOND, redis::ping);
			every(10 * SECOND, () -> redis.psetex(key, 30 * SECOND, "Not dead!"));
			kept.add(redis);
		}
		return kept;
	}

	/** A session with an {@code exists} a second, and the pings that it then needs. */
	private static List<Object> zooKeeper(int port, int members) throws Exception {
		List<Object> kept = new ArrayList<>();
		for (int i = 0; i < members; i++) {
			ZooKeeper client = new ZooKeeper("127.0.0.1:" + port, 10 * SECOND, (event) -> {
			});
			every(SECOND, () -> client.exists("/", false, (code, path, context, node) -> {
			}, null));
			kept.add(client);
		}
		return kept;
	}

	/**
	 * A lease that is kept alive, and a range of one key, without its value, a second.
	 */
	private static List<Object> etcd(int port, int members) throws Exception {
		List<Object> kept = new ArrayList<>();
		Vertx vertx = Vertx.vertx();
		GetOption keyOnly = GetOption.builder().withKeysOnly(true).build();
		for (int i = 0; i < members; i++) {
			Client client = Client.builder().endpoints("http://127.0.0.1:" + port).vertx(vertx).build();
			client.getKVClient().put(Groups.sequence("floor"), Groups.sequence("floor")).get();
			client.getLeaseClient().keepAlive(client.getLeaseClient().grant(30).get().getID(), new Ignoring());
			every(SECOND, () -> client.getKVClient().get(Groups.sequence("floor"), keyOnly));
			kept.add(client);
		}
		return kept;
	}

	/** Runs it again and again, from a random moment on. */
	private static void every(int millis, Runnable exchange) {
		TIMER.scheduleAtFixedRate(exchange, ThreadLocalRandom.current().nextInt(millis), millis, TimeUnit.MILLISECONDS);
	}

	private static final class Ignoring implements StreamObserver<LeaseKeepAliveResponse> {

		@Override
		public void onNext(LeaseKeepAliveResponse answer) {
		}

		@Override
		public void onError(Throwable failure) {
		}

		@Override
		public void onCompleted() {
		}

	}

}
