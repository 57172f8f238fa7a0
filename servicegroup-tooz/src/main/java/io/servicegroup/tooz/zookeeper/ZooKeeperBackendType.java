package io.servicegroup.tooz.zookeeper;

import java.util.Arrays;
import java.util.EnumSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

import io.servicegroup.tooz.Characteristic;
import io.servicegroup.tooz.Feature;
import io.servicegroup.tooz.InvalidToozUrlException;
import io.servicegroup.tooz.ToozUrl;
import io.servicegroup.tooz.spi.Backend;
import io.servicegroup.tooz.spi.BackendType;
import io.servicegroup.tooz.spi.UrlOption;

/**
 * The backend type of {@code zookeeper://[user:password@]host[:2181][,host…]?timeout=10},
 * or {@code kazoo://}, as in tooz. {@code timeout} is the session timeout in seconds that
 * is requested from the server, which may grant another one.
 */
public final class ZooKeeperBackendType implements BackendType {

	private static final Set<String> SCHEMES = new LinkedHashSet<>(List.of("zookeeper", "kazoo"));

	/**
	 * The names that tooz uses for nodes of its own beside the groups, and beside the
	 * members.
	 */
	private static final Map<String, String> RESERVED = Map.of("group", ZooKeeperPaths.LOCKS, "member",
			ZooKeeperPaths.LEADER);

	@Override
	public Set<String> schemes() {
		return SCHEMES;
	}

	@Override
	public Map<String, UrlOption> options() {
		return Map.ofEntries(Map.entry("timeout", UrlOption.WHOLE_SECONDS), Map.entry("namespace", UrlOption.TEXT),
				Map.entry("hosts", UrlOption.LIST), Map.entry("randomize_hosts", UrlOption.FLAG),
				Map.entry("use_ssl", UrlOption.FLAG), Map.entry("verify_certs", UrlOption.FLAG),
				Map.entry("ca", UrlOption.TEXT), Map.entry("certfile", UrlOption.TEXT),
				Map.entry("keyfile", UrlOption.TEXT), Map.entry("keyfile_password", UrlOption.SECRET),
				Map.entry("handler", UrlOption.PYTHON_ONLY), Map.entry("connection_retry", UrlOption.PYTHON_ONLY),
				Map.entry("command_retry", UrlOption.PYTHON_ONLY));
	}

	@Override
	public Map<String, String> libraries() {
		return Map.of("org.apache.curator.framework.CuratorFramework", "org.apache.curator:curator-framework",
				"org.apache.zookeeper.ZooKeeper", "org.apache.zookeeper:zookeeper", "io.netty.handler.ssl.SslContext",
				"io.netty:netty-handler");
	}

	@Override
	public int defaultPort() {
		return ZooKeeperHosts.DEFAULT_PORT;
	}

	@Override
	public List<ToozUrl.Host> servers(ToozUrl url) {
		return ZooKeeperHosts.of(url);
	}

	@Override
	public String part(ToozUrl url) {
		return Objects.requireNonNullElse(url.option("namespace"), ZooKeeperPaths.DEFAULT_NAMESPACE);
	}

	@Override
	public Set<Feature> features() {
		return EnumSet.complementOf(EnumSet.of(Feature.SHARED_LOCKS));
	}

	@Override
	public String whyNot(Feature feature) {
		return "its locks are exclusive, as in tooz; use a file:// URL, or an exclusive lock";
	}

	@Override
	public Set<Characteristic> characteristics() {
		return EnumSet.of(Characteristic.NON_TIMEOUT_BASED, Characteristic.DISTRIBUTED_ACROSS_THREADS,
				Characteristic.DISTRIBUTED_ACROSS_PROCESSES, Characteristic.DISTRIBUTED_ACROSS_HOSTS,
				Characteristic.SEQUENTIAL);
	}

	@Override
	public void check(ToozUrl url) {
		if (ZooKeeperHosts.of(url).isEmpty()) {
			throw new InvalidToozUrlException("'" + url + "' names no host.",
					"Name the servers, such as zookeeper://zk1,zk2.");
		}
		if (!url.path().isEmpty() && !url.path().equals("/")) {
			url.warnOfPath();
		}
		if ((url.user() == null) != (url.password() == null)) {
			throw new InvalidToozUrlException("'" + url + "' has a user or a password, but not both.",
					"Digest authentication needs both: write user:password@host.");
		}
		ZooKeeperTls.check(url);
		checkNamespace(url);
	}

	private void checkNamespace(ToozUrl url) {
		String namespace = url.option("namespace");
		if (namespace != null && !Arrays.stream(namespace.split("/", -1)).allMatch(ZooKeeperPaths::isName)) {
			throw new InvalidToozUrlException("'" + url + "' has an invalid namespace: '" + namespace + "'.",
					"Use names of printable ASCII characters, separated by single slashes, without a slash at the ends.");
		}
	}

	@Override
	public void checkId(String what, String id) {
		if (what.equals("lock")) {
			ZooKeeperPaths.checkLock(id);
			return;
		}
		ZooKeeperPaths.checkName(what, id);
		if (id.equals(RESERVED.get(what))) {
			throw new InvalidToozUrlException(
					"The " + what + " id '" + id + "' is reserved: tooz has its " + id + " node under this name.",
					"Use another id.");
		}
	}

	@Override
	public Backend create(ToozUrl url, String memberId) {
		return new ZooKeeperBackend(url, memberId);
	}

}
