package io.servicegroup.tck.servers;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CountDownLatch;

import org.apache.zookeeper.CreateMode;
import org.apache.zookeeper.KeeperException;
import org.apache.zookeeper.Watcher;
import org.apache.zookeeper.ZKUtil;
import org.apache.zookeeper.ZooDefs;
import org.apache.zookeeper.ZooKeeper;
import org.apache.zookeeper.server.ZooKeeperServerMain;
import org.apache.zookeeper.server.auth.DigestAuthenticationProvider;
import org.jspecify.annotations.Nullable;

import static org.awaitility.Awaitility.await;

/**
 * A ZooKeeper server from the test class path, in a separate JVM. Its tick is short, so
 * that it grants short session timeouts and expires sessions precisely.
 */
public final class ZooKeeperServer implements StoreServer {

	private static final String TICK_MILLIS = "500";

	private static final String SUPERUSER = "super:secret";

	private final int port = LocalProcess.freePort();

	private final Path data;

	private final LocalProcess process;

	private final int securePort = LocalProcess.freePort();

	private final @Nullable Certificates certificates;

	public ZooKeeperServer() {
		this(null);
	}

	/**
	 * Starts a server. With certificates, it also listens on a second port with TLS,
	 * where it requires client certificates.
	 */
	public ZooKeeperServer(@Nullable Certificates certificates) {
		this.certificates = certificates;
		try {
			this.data = Files.createTempDirectory("servicegroup-zookeeper-");
			this.process = new LocalProcess(command());
		}
		catch (Exception ex) {
			throw new IllegalStateException(ex);
		}
		start();
	}

	private List<String> command() throws Exception {
		List<String> settings = new ArrayList<>(List.of("-Dzookeeper.DigestAuthenticationProvider.superDigest="
				+ DigestAuthenticationProvider.generateDigest(SUPERUSER)));
		if (this.certificates != null) {
			settings.add("-Dzookeeper.serverCnxnFactory=org.apache.zookeeper.server.NettyServerCnxnFactory");
		}
		return ZooKeeperJvm.command(ZooKeeperServerMain.class, file("zoo.cfg"), settings);
	}

	private Path file(String name) {
		return this.data.resolve(name);
	}

	private String configuration() throws IOException {
		String plain = ("clientPortAddress=127.0.0.1\nclientPort=%s\ndataDir=%s\ntickTime=%s\nmaxClientCnxns=0\n"
				+ "maxSessionTimeout=60000\n")
			.formatted(this.port, file("data"), TICK_MILLIS);
		if (this.certificates == null) {
			return plain;
		}
		// A PEM key store is one file.
		Files.writeString(file("server.pem"),
				Files.readString(this.certificates.serverKey()) + Files.readString(this.certificates.server()));
		return plain + """
				secureClientPortAddress=127.0.0.1
				secureClientPort=%s
				ssl.keyStore.location=%s
				ssl.trustStore.location=%s
				ssl.clientAuth=need
				""".formatted(this.securePort, file("server.pem"), this.certificates.authority());
	}

	public int securePort() {
		return this.securePort;
	}

	public int port() {
		return this.port;
	}

	@Override
	public ServerProcess process() {
		return this.process;
	}

	@Override
	public String url(String query) {
		return "zookeeper://127.0.0.1:" + this.port + "?" + query;
	}

	@Override
	public void start() {
		try {
			Directories.delete(this.data);
			Files.createDirectory(this.data);
			Files.writeString(file("zoo.cfg"), configuration());
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		restart();
	}

	@Override
	public void restart() {
		this.process.start();
		this.process.awaitPort(this.port);
		await().atMost(Duration.ofSeconds(30))
			.pollInterval(Duration.ofMillis(20))
			.until(() -> ask("srvr").contains("Mode: "));
	}

	/** Sends a four-letter command, such as {@code mntr}. */
	public String ask(String command) {
		try (Socket socket = new Socket()) {
			socket.connect(new InetSocketAddress("127.0.0.1", this.port), 1000);
			socket.setSoTimeout(1000);
			socket.getOutputStream().write(command.getBytes(StandardCharsets.US_ASCII));
			return new String(socket.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
		}
		catch (IOException ex) {
			return "";
		}
	}

	/** Writes members as persistent nodes, so that they need no session. */
	@Override
	public void addGroup(String group, int members) {
		try (ZooKeeper client = client()) {
			if (client.exists("/tooz", false) == null) {
				client.create("/tooz", new byte[0], ZooDefs.Ids.OPEN_ACL_UNSAFE, CreateMode.PERSISTENT);
			}
			client.create("/tooz/" + group, new byte[0], ZooDefs.Ids.OPEN_ACL_UNSAFE, CreateMode.PERSISTENT);
			for (int i = 0; i < members; i++) {
				client.create("/tooz/" + group + "/m" + i, WEIGHT_1, ZooDefs.Ids.OPEN_ACL_UNSAFE,
						CreateMode.PERSISTENT);
			}
		}
		catch (InterruptedException | KeeperException ex) {
			throw new IllegalStateException(ex);
		}
	}

	@Override
	public void wipe() {
		try (ZooKeeper client = client()) {
			for (String node : client.getChildren("/", false)) {
				if (!node.equals("zookeeper")) {
					delete(client, "/" + node);
				}
			}
		}
		catch (InterruptedException | KeeperException ex) {
			throw new IllegalStateException(ex);
		}
	}

	/** Deletes a node, though a live member may write below it meanwhile. */
	private static void delete(ZooKeeper client, String node) throws InterruptedException, KeeperException {
		boolean isDeleted = false;
		while (!isDeleted) {
			try {
				ZKUtil.deleteRecursive(client, node);
				isDeleted = true;
			}
			catch (KeeperException.NotEmptyException ex) {
				isDeleted = false;
			}
		}
	}

	/** Returns a connected client that no ACL restricts. */
	public ZooKeeper client() {
		return client(0, new byte[0]);
	}

	/**
	 * Ends the session of another client, as if it had expired. A client that knows a
	 * session's password can close it, and ZooKeeper derives the password from the
	 * session id.
	 */
	public void expire(long session) {
		byte[] password = new byte[16];
		new Random(session ^ 0xB3415C00L).nextBytes(password);
		try {
			client(session, password).close();
		}
		catch (InterruptedException ex) {
			throw new IllegalStateException(ex);
		}
	}

	private ZooKeeper client(long session, byte[] password) {
		try {
			CountDownLatch connected = new CountDownLatch(1);
			ZooKeeper client = new ZooKeeper("127.0.0.1:" + this.port, 4000, (event) -> {
				if (event.getState() == Watcher.Event.KeeperState.SyncConnected) {
					connected.countDown();
				}
			}, session, password);
			client.addAuthInfo("digest", SUPERUSER.getBytes(StandardCharsets.UTF_8));
			await().atMost(Duration.ofSeconds(10)).until(() -> connected.getCount() == 0);
			return client;
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	@Override
	public void close() {
		this.process.close();
		try {
			Directories.delete(this.data);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

}
