package io.servicegroup.tooz.file;

import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

import io.servicegroup.tooz.Characteristic;
import io.servicegroup.tooz.Feature;
import io.servicegroup.tooz.InvalidToozUrlException;
import io.servicegroup.tooz.ToozUrl;
import io.servicegroup.tooz.spi.Backend;
import io.servicegroup.tooz.spi.BackendType;
import io.servicegroup.tooz.spi.UrlOption;

/**
 * The backend for {@code file:///directory?timeout=10}, in tooz's format. It needs no
 * server. All members are processes on the machine that has the directory.
 * {@code timeout} is the membership timeout in whole seconds; locks are held until they
 * are released or the process ends.
 */
public final class FileBackendType implements BackendType {

	private static final List<ToozUrl.Host> THIS_MACHINE = List.of(new ToozUrl.Host("localhost", -1));

	@Override
	public Set<String> schemes() {
		return Set.of("file");
	}

	@Override
	public Map<String, UrlOption> options() {
		return Map.of("timeout", UrlOption.WHOLE_SECONDS, "executor", UrlOption.PYTHON_ONLY);
	}

	@Override
	public Set<Feature> features() {
		return EnumSet.complementOf(EnumSet.of(Feature.BREAKING, Feature.PUSH, Feature.FENCING));
	}

	@Override
	public String whyNot(Feature feature) {
		return switch (feature) {
			case BREAKING ->
				"the operating system cannot take a file lock from a running process; end the process that holds it";
			case FENCING -> "file locks have no fencing tokens; use zookeeper://, etcd3+http:// or redis://";
			default -> "a directory does not push changes; read the group again";
		};
	}

	@Override
	public Set<Characteristic> characteristics() {
		return EnumSet.of(Characteristic.NON_TIMEOUT_BASED, Characteristic.DISTRIBUTED_ACROSS_THREADS,
				Characteristic.DISTRIBUTED_ACROSS_PROCESSES);
	}

	/** {@inheritDoc} A URL may name this machine as {@code localhost}, as in Python. */
	@Override
	public void check(ToozUrl url) {
		if (url.tlsMaterial() != null) {
			throw new InvalidToozUrlException(
					"'" + url + "' has an SSL bundle, but a directory has no connections to secure.",
					"Remove the SSL bundle.");
		}
		if (!url.hosts().isEmpty() && !url.hosts().equals(THIS_MACHINE)) {
			throw new InvalidToozUrlException("'" + url + "' names a host, but a directory is on this machine.",
					"Write three slashes: file:///" + url.hosts().get(0) + url.path() + ".");
		}
		if (!url.path().startsWith("/") || url.path().equals("/")) {
			throw new InvalidToozUrlException("'" + url + "' names no directory.",
					"Give an absolute path, such as file:///var/lib/groups.");
		}
	}

	@Override
	public void checkId(String what, String id) {
		// Ids of groups and members are stored inside files whose names are digests.
		if (what.equals("lock")) {
			LockNames.path(id);
		}
	}

	@Override
	public Backend create(ToozUrl url, String memberId) {
		return new FileBackend(url, memberId);
	}

}
