package io.servicegroup.tck.servers;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.HttpURLConnection;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Reads and writes the data of an etcd through its gateway, without the client under
 * test.
 */
public final class EtcdProbe {

	private static final byte[] ALL = { 0 };

	private final String url;

	private String rootPassword;

	EtcdProbe(int port) {
		this.url = "http://127.0.0.1:" + port + "/v3/";
	}

	/** Enables authentication. This probe then authenticates as root. */
	public void enableAuthentication(String password) {
		call("auth/user/add", Map.of("name", "root", "password", password));
		call("auth/role/add", Map.of("name", "root"));
		call("auth/user/grant", Map.of("user", "root", "role", "root"));
		call("auth/enable", Map.of());
		this.rootPassword = password;
	}

	/** Calls an operation, with bytes as base64. */
	public JsonNode call(String operation, Map<String, ?> body) {
		return call(operation, body, (this.rootPassword != null)
				? call("auth/authenticate", Map.of("name", "root", "password", this.rootPassword), null).path("token")
					.asString()
				: null);
	}

	private JsonNode call(String operation, Map<String, ?> body, String token) {
		try {
			HttpURLConnection connection = (HttpURLConnection) URI.create(this.url + operation)
				.toURL()
				.openConnection();
			connection.setConnectTimeout(1000);
			connection.setReadTimeout(5000);
			connection.setDoOutput(true);
			if (token != null) {
				connection.setRequestProperty("Authorization", token);
			}
			connection.getOutputStream().write(JsonMapper.shared().writeValueAsBytes(body));
			return JsonMapper.shared().readTree(connection.getInputStream().readAllBytes());
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	/**
	 * Returns the entry of a key as etcd returns it, or {@code null} if there is none.
	 */
	public JsonNode get(String key) {
		return call("kv/range", Map.of("key", bytes(key))).path("kvs").get(0);
	}

	public byte[] value(String key) {
		return get(key).get("value").binaryValue();
	}

	public void put(String key, byte[] value, long lease) {
		call("kv/put", Map.of("key", bytes(key), "value", value, "lease", lease));
	}

	/** Writes a value and keeps the key's lease. */
	public void overwrite(String key, byte[] value) {
		call("kv/put", Map.of("key", bytes(key), "value", value, "ignore_lease", true));
	}

	public Set<String> keys() {
		Set<String> keys = new TreeSet<>();
		call("kv/range", Map.of("key", ALL, "range_end", ALL, "keys_only", true)).path("kvs")
			.forEach((kv) -> keys.add(new String(kv.get("key").binaryValue(), StandardCharsets.UTF_8)));
		return keys;
	}

	public void wipe() {
		call("kv/deleterange", Map.of("key", ALL, "range_end", ALL));
	}

	public long grant(int seconds) {
		return call("lease/grant", Map.of("TTL", seconds)).get("ID").asLong();
	}

	public int leases() {
		return call("lease/leases", Map.of()).path("leases").size();
	}

	/** Revokes a lease of another client, as if it had expired. */
	public void revoke(long lease) {
		call("lease/revoke", Map.of("ID", lease));
	}

	/** Returns the granted time to live of a lease in seconds. */
	public long granted(long lease) {
		return call("kv/lease/timetolive", Map.of("ID", lease)).path("grantedTTL").asLong();
	}

	/** Returns the remaining time to live of a lease in whole seconds. */
	public long left(long lease) {
		return call("kv/lease/timetolive", Map.of("ID", lease)).path("TTL").asLong();
	}

	/** Returns the number of open watches. */
	public int watchers() {
		return (int) metric("etcd_debugging_mvcc_watcher_total ");
	}

	/** Returns the number of calls so far, including those of this probe. */
	public int calls() {
		return (int) metric("grpc_server_started_total{");
	}

	/** Returns the sum of the matching etcd metrics. */
	private double metric(String start) {
		try (InputStream in = URI.create(this.url.replace("/v3/", "/metrics")).toURL().openStream()) {
			return new String(in.readAllBytes(), StandardCharsets.UTF_8).lines()
				.filter((line) -> line.startsWith(start))
				.mapToDouble((line) -> Double.parseDouble(line.substring(line.lastIndexOf(' '))))
				.sum();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	private static byte[] bytes(String text) {
		return text.getBytes(StandardCharsets.UTF_8);
	}

}
