package io.servicegroup.tck.servers;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * A memcached that requires a client certificate or a password. Always a local process.
 */
public final class GuardedMemcached implements StoreServer {

	private final int port = LocalProcess.freePort();

	private final LocalProcess process;

	private GuardedMemcached(List<String> before, List<String> options) {
		List<String> command = new ArrayList<>(before);
		command.addAll(
				List.of("memcached", "-l", "127.0.0.1", "-p", Integer.toString(this.port), "-U", "0", "-u", "root"));
		command.addAll(options);
		this.process = new LocalProcess(command);
		start();
	}

	/** Creates a server with TLS that requires a client certificate of the authority. */
	public static GuardedMemcached byCertificate(Certificates certificates) {
		return new GuardedMemcached(List.of(),
				List.of("-Z", "-o", "ssl_chain_cert=" + certificates.server() + ",ssl_key=" + certificates.serverKey()
						+ ",ssl_verify_mode=2,ssl_ca_cert=" + certificates.authority()));
	}

	/**
	 * Creates a server that requires a login in the text protocol, with a file of
	 * {@code user:password} lines.
	 */
	public static GuardedMemcached byText(Path file) {
		return new GuardedMemcached(List.of(), List.of("-Y", file.toString()));
	}

	/**
	 * Creates a server that requires SASL, with the users of {@code sasldb} in the
	 * directory.
	 */
	public static GuardedMemcached bySasl(Path directory) {
		try {
			Files.writeString(directory.resolve("memcached.conf"), """
					mech_list: plain
					pwcheck_method: auxprop
					auxprop_plugin: sasldb
					sasldb_path: %s
					""".formatted(directory.resolve("sasldb")));
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		return new GuardedMemcached(List.of("env", "SASL_CONF_PATH=" + directory), List.of("-S"));
	}

	/** Sets a user's password for SASL, as an operator does. */
	public static void setPassword(Path directory, String user, String password) {
		ProcessBuilder command = new ProcessBuilder("saslpasswd2", "-p", "-c", "-f",
				directory.resolve("sasldb").toString(), "-a", "memcached", user);
		try {
			Process process = command.redirectErrorStream(true).start();
			process.getOutputStream().write(password.getBytes(StandardCharsets.UTF_8));
			process.getOutputStream().close();
			if (process.waitFor() != 0) {
				throw new IllegalStateException(new String(process.getInputStream().readAllBytes()));
			}
		}
		catch (IOException | InterruptedException ex) {
			throw new IllegalStateException("Run ./test, which installs saslpasswd2 (sasl2-bin)", ex);
		}
	}

	public int port() {
		return this.port;
	}

	@Override
	public LocalProcess process() {
		return this.process;
	}

	@Override
	public String url(String query) {
		return "memcached://127.0.0.1:" + this.port + "?" + query;
	}

	@Override
	public void start() {
		this.process.start().awaitPort(this.port);
	}

	@Override
	public void addGroup(String group, int members) {
		throw new UnsupportedOperationException("Not supported: the server requires a login");
	}

	/** Restarts the server, which keeps no data. */
	@Override
	public void wipe() {
		this.process.kill();
		start();
	}

	@Override
	public void close() {
		this.process.close();
	}

}
