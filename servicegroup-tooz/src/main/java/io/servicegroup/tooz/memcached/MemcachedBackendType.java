package io.servicegroup.tooz.memcached;

import java.nio.charset.StandardCharsets;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

import io.servicegroup.tooz.Characteristic;
import io.servicegroup.tooz.Feature;
import io.servicegroup.tooz.InvalidToozUrlException;
import io.servicegroup.tooz.ToozUrl;
import io.servicegroup.tooz.memcached.client.MemcachedAccess;
import io.servicegroup.tooz.spi.Backend;
import io.servicegroup.tooz.spi.BackendType;
import io.servicegroup.tooz.spi.UrlOption;

/**
 * The backend type of {@code memcached://host[:11211][?timeout=30]}, one memcached
 * server. {@code timeout} is in seconds. memcached is a cache: the members' next
 * heartbeats restore the data that it evicts or loses in a restart.
 */
public final class MemcachedBackendType implements BackendType {

	@Override
	public Set<String> schemes() {
		return Set.of("memcached");
	}

	@Override
	public Map<String, UrlOption> options() {
		return MemcachedUrls.OPTIONS;
	}

	@Override
	public int defaultPort() {
		return MemcachedAccess.DEFAULT_PORT;
	}

	@Override
	public Set<Feature> features() {
		return EnumSet.complementOf(EnumSet.of(Feature.SHARED_LOCKS, Feature.PUSH, Feature.FENCING));
	}

	@Override
	public String whyNot(Feature feature) {
		return switch (feature) {
			case FENCING -> "memcached is a cache and may lose the token; use zookeeper://, etcd3+http:// or redis://";
			case PUSH -> "memcached does not notify clients of changes; read the group again";
			default -> "its locks are exclusive, as in tooz; use a file:// URL, or an exclusive lock";
		};
	}

	@Override
	public Set<Characteristic> characteristics() {
		return EnumSet.of(Characteristic.DISTRIBUTED_ACROSS_THREADS, Characteristic.DISTRIBUTED_ACROSS_PROCESSES,
				Characteristic.DISTRIBUTED_ACROSS_HOSTS, Characteristic.CAUSAL);
	}

	@Override
	public boolean recordsTimes() {
		return false;
	}

	@Override
	public void check(ToozUrl url) {
		MemcachedUrls.check(url);
	}

	@Override
	public void checkId(String what, String id) {
		if (!MemcachedKeys.isClean(id)) {
			throw new InvalidToozUrlException(
					"The " + what + " id '" + id.replaceAll("\\p{Cntrl}", "?")
							+ "' has a blank or a control character, which memcached does not allow in keys.",
					"Use '-' instead.");
		}
		String key = switch (what) {
			case "group" -> MemcachedKeys.leader(id);
			case "lock" -> MemcachedKeys.lock(id);
			default -> MemcachedKeys.heartbeat(id);
		};
		int over = key.getBytes(StandardCharsets.UTF_8).length - MemcachedKeys.MAX_BYTES;
		if (over > 0) {
			throw new InvalidToozUrlException("The " + what + " id '" + id
					+ "' is too long: its key exceeds memcached's limit of " + MemcachedKeys.MAX_BYTES + " bytes.",
					"Make it " + over + " bytes (UTF-8) shorter.");
		}
		if (what.equals("group") && MemcachedKeys.group(id).equals(MemcachedKeys.GROUP_LIST)) {
			throw new InvalidToozUrlException(
					"The group id '" + id + "' is reserved: tooz stores its list of groups under that key.",
					"Use another id, such as '" + id.toLowerCase(Locale.ROOT) + "'.");
		}
	}

	@Override
	public Backend create(ToozUrl url, String memberId) {
		return new MemcachedBackend(url, memberId, JoinQueue.OF_PROCESS);
	}

}
