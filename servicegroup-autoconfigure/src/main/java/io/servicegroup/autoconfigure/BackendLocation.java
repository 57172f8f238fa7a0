package io.servicegroup.autoconfigure;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;

import io.servicegroup.tooz.ToozUrl;
import io.servicegroup.tooz.coordination.Coordinators;
import io.servicegroup.tooz.spi.BackendType;

/**
 * The location of the data that a coordination URL refers to, regardless of its timeouts
 * and credentials.
 *
 * @param backend the backend's name
 * @param servers the servers as {@code host:port}, or a directory. Two locations are the
 * same if they have one in common
 * @param part the namespace or database on the server
 */
record BackendLocation(String backend, Set<String> servers, String part) {

	private static final Set<String> THIS_MACHINE = Set.of("localhost", "127.0.0.1", "::1", "0:0:0:0:0:0:0:1");

	static BackendLocation of(ToozUrl url) {
		BackendType type = Coordinators.backendType(url);
		Set<String> servers = type.servers(url).stream().map(BackendLocation::server).collect(Collectors.toSet());
		if (servers.isEmpty()) {
			servers = Set.of(url.path().isEmpty() ? server(new ToozUrl.Host("localhost", type.defaultPort()))
					: real(Path.of(url.path())).toString());
		}
		return new BackendLocation(Coordinators.backendName(url), servers, type.part(url));
	}

	/** Resolves symbolic links, as far as the path exists. */
	private static Path real(Path path) {
		try {
			return path.toRealPath();
		}
		catch (IOException ex) {
			Path parent = path.getParent();
			return (parent != null) ? real(parent).resolve(path.getFileName()).normalize() : path;
		}
	}

	private static String server(ToozUrl.Host host) {
		String name = host.name().toLowerCase(Locale.ROOT);
		return (THIS_MACHINE.contains(name) ? "localhost" : name) + ":" + host.port();
	}

	boolean isSameAs(BackendLocation other) {
		return this.backend.equals(other.backend) && this.part.equals(other.part)
				&& this.servers.stream().anyMatch(other.servers::contains);
	}

	@Override
	public String toString() {
		return this.servers.stream().sorted().collect(Collectors.joining(", "));
	}

}
