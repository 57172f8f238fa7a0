package io.servicegroup.tck.servers;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * A single etcd server without fsync. Always a local process.
 */
public final class EtcdServer implements StoreServer {

	private final int port = LocalProcess.freePort();

	private final Path data;

	private final LocalProcess process;

	private final EtcdProbe probe = new EtcdProbe(this.port);

	private final int securePort = LocalProcess.freePort();

	private final Http1Proxy proxy;

	public EtcdServer() {
		this(List.of(), null);
	}

	private EtcdServer(List<String> tls, Http1Proxy.Mode mode) {
		this.proxy = (mode != null) ? new Http1Proxy(this.port, mode) : null;
		try {
			this.data = Files.createTempDirectory("servicegroup-etcd-");
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		this.process = new LocalProcess(command(tls));
		start();
	}

	/**
	 * Creates a server that also listens on a second port with TLS, where it requires
	 * client certificates.
	 */
	public static EtcdServer secured(Path certificate, Path key, Path authority) {
		return new EtcdServer(List.of("--cert-file", certificate.toString(), "--key-file", key.toString(),
				"--trusted-ca-file", authority.toString(), "--client-cert-auth"), null);
	}

	/** Creates a server that clients reach through a proxy that does not pass gRPC on. */
	public static EtcdServer behindHttp1Proxy() {
		return new EtcdServer(List.of(), Http1Proxy.Mode.REFUSE_HTTP_2);
	}

	private List<String> command(List<String> tls) {
		String client = "http://127.0.0.1:" + this.port;
		// The server has no peers, so any URL will do.
		String peer = "http://127.0.0.1:1";
		List<String> command = new ArrayList<>(List.of("etcd", "--data-dir", this.data.toString(), "--unsafe-no-fsync",
				"--heartbeat-interval", "50", "--election-timeout", "500", "--listen-client-urls",
				tls.isEmpty() ? client : client + ",https://127.0.0.1:" + this.securePort, "--advertise-client-urls",
				client, "--listen-peer-urls", "http://127.0.0.1:0", "--initial-advertise-peer-urls", peer,
				"--initial-cluster", "default=" + peer));
		command.addAll(tls);
		return command;
	}

	public int securePort() {
		return this.securePort;
	}

	public int port() {
		return this.port;
	}

	public EtcdProbe probe() {
		return this.probe;
	}

	@Override
	public ServerProcess process() {
		return this.process;
	}

	/**
	 * Sets the API version, because Python's etcd3gw defaults to {@code v3alpha}, which
	 * etcd has removed.
	 */
	@Override
	public String url(String query) {
		return "etcd3+http://127.0.0.1:" + ((this.proxy != null) ? this.proxy.port() : this.port) + "?api_version=v3&"
				+ query;
	}

	@Override
	public void start() {
		try {
			Directories.delete(this.data);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		restart();
	}

	@Override
	public void restart() {
		this.process.start();
		this.process.awaitReady(() -> this.probe.keys() != null);
	}

	@Override
	public void addGroup(String group, int members) {
		String key = "tooz/groups/" + group + "/";
		long lease = this.probe.grant(60);
		this.probe.put(key, key.getBytes(), 0);
		for (int i = 0; i < members; i++) {
			this.probe.put(key + "m" + i, WEIGHT_1, lease);
		}
	}

	@Override
	public void wipe() {
		this.probe.wipe();
	}

	@Override
	public void close() {
		this.process.close();
		if (this.proxy != null) {
			this.proxy.close();
		}
		try {
			Directories.delete(this.data);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

}
