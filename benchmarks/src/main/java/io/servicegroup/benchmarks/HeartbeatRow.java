package io.servicegroup.benchmarks;

import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.List;

import io.etcd.jetcd.Client;
import io.lettuce.core.RedisClient;
import io.lettuce.core.api.sync.RedisCommands;
import io.servicegroup.tck.servers.StoreServer;
import io.servicegroup.tck.servers.TcpProxy;
import io.servicegroup.tooz.Coordinator;
import org.apache.curator.framework.CuratorFramework;
import org.apache.zookeeper.ZooKeeper;

/**
 * A heartbeat of a member of one group and of 20 groups, among 1,000 members: time, round
 * trips and bytes.
 */
final class HeartbeatRow implements Row {

	private static final int GROUPS = 20;

	private static final int COUNTED = 20;

	@Override
	public String name() {
		return "heartbeat";
	}

	@Override
	public void measure(Run run) {
		for (Store store : ListingRow.STORES) {
			run.attempt(store.title(), () -> measure(run, store));
			run.restart(store);
		}
	}

	private void measure(Run run, Store store) throws Exception {
		StoreServer server = run.server(store);
		String url = server.url("timeout=60");
		String large = run.fresh("heartbeat");
		Groups.write(store, server, large, 1000);
		List<String> groups = new ArrayList<>(List.of(large));
		for (int i = 1; i < GROUPS; i++) {
			groups.add(run.fresh("heartbeat"));
		}
		try (Coordinator one = joined(url, "one", List.of(large));
				Coordinator many = joined(url, "many", groups);
				Command command = command(store, server);
				Command ofMany = (store == Store.FILE) ? touches(GROUPS) : command(store, server)) {
			double[] medians = Interleaved.medians(run.seconds(1.2, 5), Interleaved.Work.of(one::heartbeat),
					Interleaved.Work.of(command.call()), Interleaved.Work.of(many::heartbeat),
					Interleaved.Work.of(ofMany.call()));
			add(run, "1 group", store, medians[0], command.name(), medians[1]);
			add(run, GROUPS + " groups", store, medians[2], ofMany.name(), medians[3]);
		}
		if (store != Store.FILE) {
			count(run, store, server, url, List.of(large), "1 group");
			count(run, store, server, url, groups, GROUPS + " groups");
		}
	}

	private static void add(Run run, String groups, Store store, double micros, String command, double other) {
		run.add(Figure.of("heartbeat, " + groups, store.title(), micros, Unit.MICROSECONDS)
			.against(command, other)
			.within(Limit.ratio(1.3)));
	}

	private static Coordinator joined(String url, String id, List<String> groups) {
		Coordinator coordinator = Member.coordinator(url, id);
		groups.forEach((group) -> coordinator.joinGroupCreate(group, Member.CAPABILITIES));
		return coordinator;
	}

	private static void count(Run run, Store store, StoreServer server, String url, List<String> groups, String text) {
		try (TcpProxy proxy = new TcpProxy(Store.port(server));
				Coordinator member = joined(proxy.url(url), "counted", groups)) {
			member.heartbeat();
			TcpProxy.Traffic before = proxy.traffic();
			for (int i = 0; i < COUNTED; i++) {
				member.heartbeat();
			}
			TcpProxy.Traffic passed = proxy.traffic().since(before);
			run.add(Figure
				.of("round trips of a heartbeat, " + text, store.title(), passed.roundTrips() / (double) COUNTED,
						Unit.ROUND_TRIPS)
				.within(Limit.atMost(1))
				.noting("Counted by a proxy; requests that are sent together on a connection are one round trip. "
						+ "A ZooKeeper client's own ping or a watch may add a fraction."));
			run.add(Figure.of("bytes of a heartbeat, " + text, store.title(), passed.bytes() / (double) COUNTED,
					Unit.BYTES));
		}
	}

	private static Command command(Store store, StoreServer server) throws Exception {
		int port = (store == Store.FILE) ? 0 : Store.port(server);
		return switch (store) {
			case REDIS -> {
				RedisClient client = RedisClient.create("redis://127.0.0.1:" + port);
				RedisCommands<String, String> redis = client.connect().sync();
				yield new Command("PSETEX", () -> redis.psetex("floor", 60_000, "Not dead!"), client::close);
			}
			case ZOOKEEPER -> {
				CuratorFramework curator = Mutex.curator(port, 60_000);
				ZooKeeper client = curator.getZookeeperClient().getZooKeeper();
				yield new Command("exists", () -> client.exists("/tooz", false), curator::close);
			}
			case ETCD -> {
				Client client = Client.builder().endpoints("http://127.0.0.1:" + port).build();
				long lease = client.getLeaseClient().grant(60).get().getID();
				yield new Command("lease keep-alive by gRPC (jetcd)",
						() -> client.getLeaseClient().keepAliveOnce(lease).get(), client::close);
			}
			case MEMCACHED -> {
				Socket socket = new Socket("127.0.0.1", port);
				socket.setTcpNoDelay(true);
				InputStream in = socket.getInputStream();
				byte[] set = Groups.bytes("set floor 1 60 11\r\nIt's alive!\r\n");
				yield new Command("set on a raw socket", () -> {
					socket.getOutputStream().write(set);
					in.readNBytes("STORED\r\n".length());
				}, socket::close);
			}
			default -> touches(1);
		};
	}

	/** A member has a file for each group. */
	private static Command touches(int groups) throws IOException {
		List<Path> files = new ArrayList<>();
		for (int i = 0; i < groups; i++) {
			files.add(Files.createTempFile("floor-", ""));
		}
		return new Command((groups == 1) ? "touch" : groups + " touches", () -> {
			for (Path file : files) {
				Files.setLastModifiedTime(file, FileTime.fromMillis(System.currentTimeMillis()));
			}
		}, () -> {
			for (Path file : files) {
				Files.delete(file);
			}
		});
	}

	/**
	 * What keeps a member alive, without any logic.
	 */
	private record Command(String name, Interleaved.Call call, Interleaved.Call closing) implements AutoCloseable {

		@Override
		public void close() throws Exception {
			this.closing.run();
		}

	}

}
