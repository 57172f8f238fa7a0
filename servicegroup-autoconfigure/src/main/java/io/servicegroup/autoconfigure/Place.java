package io.servicegroup.autoconfigure;

import java.io.IOException;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import io.servicegroup.tooz.Coordinators;
import io.servicegroup.tooz.ToozUrl;

/**
 * Where a coordination URL leads to, whatever its timeouts and logins are.
 *
 * @param backend the backend's name
 * @param servers the servers, of which one may stand for all
 * @param part which of several in one server: a namespace, or a database
 */
record Place(String backend, Set<String> servers, List<String> part) {

	private static final Map<String, Integer> PORTS = Map.of("redis", 6379, "memcached", 11211, "zookeeper", 2181,
			"etcd3+http", 2379, "nova+mc", 11211, "nova+zk", 2181);

	private static final int SENTINEL_PORT = 26379;

	private static final Map<String, String> NAMESPACES = Map.of("redis", "_tooz", "zookeeper", "tooz", "nova+zk",
			"servicegroups");

	private static final Set<String> THIS_MACHINE = Set.of("localhost", "127.0.0.1", "::1", "0:0:0:0:0:0:0:1");

	static Place of(ToozUrl url) {
		String backend = Coordinators.backendName(url);
		String master = url.option("sentinel");
		int port = (master != null) ? SENTINEL_PORT : PORTS.getOrDefault(backend, -1);
		Set<String> servers = new HashSet<>();
		url.hosts().forEach((host) -> servers.add(server(host.name(), host.portOr(port))));
		Stream.of("hosts", "sentinel_fallback")
			.flatMap((option) -> url.optionList(option).stream())
			.flatMap((list) -> Stream.of(list.split(",")))
			.forEach((host) -> servers.add(server(host.strip(), port)));
		if (servers.isEmpty()) {
			servers.add(url.path().isEmpty() ? server("localhost", port) : real(Path.of(url.path())).toString());
		}
		return new Place(backend, servers,
				List.of(String.valueOf(master),
						Objects.requireNonNullElse(url.option("namespace"), NAMESPACES.getOrDefault(backend, "")),
						Integer.toString(url.number("db", 0))));
	}

	/** Whatever way leads there; of what is not there yet, as far as it is. */
	private static Path real(Path path) {
		try {
			return path.toRealPath();
		}
		catch (IOException ex) {
			Path parent = path.getParent();
			return (parent != null) ? real(parent).resolve(path.getFileName()).normalize() : path;
		}
	}

	/** Of a host with or without its port. */
	private static String server(String host, int port) {
		int colon = host.lastIndexOf(':');
		boolean withPort = colon > 0 && (host.indexOf(':') == colon || host.charAt(colon - 1) == ']');
		String name = (withPort ? host.substring(0, colon) : host).replaceAll("[\\[\\]]", "").toLowerCase(Locale.ROOT);
		return (THIS_MACHINE.contains(name) ? "localhost" : name) + ":" + (withPort ? host.substring(colon + 1) : port);
	}

	boolean isWhere(Place other) {
		return this.backend.equals(other.backend) && this.part.equals(other.part)
				&& this.servers.stream().anyMatch(other.servers::contains);
	}

	@Override
	public String toString() {
		return this.servers.stream().sorted().collect(Collectors.joining(", "));
	}

}
