package io.servicegroup.tooz.database;

import java.util.EnumSet;
import java.util.Set;

import io.servicegroup.tooz.Characteristic;
import io.servicegroup.tooz.Feature;
import io.servicegroup.tooz.ToozUrl;
import io.servicegroup.tooz.spi.BackendType;
import io.servicegroup.tooz.spi.TlsOptions;
import org.jspecify.annotations.Nullable;

/**
 * The base of the types of database backends.
 */
abstract class DatabaseBackendType implements BackendType {

	private final int defaultPort;

	private final TlsOptions tls;

	/** How an operator ends the session of a lock's holder. */
	private final String breakHint;

	DatabaseBackendType(int defaultPort, TlsOptions tls, String breakHint) {
		this.defaultPort = defaultPort;
		this.tls = tls;
		this.breakHint = breakHint;
	}

	DatabaseUrl read(ToozUrl url) {
		return DatabaseUrl.of(url, this.defaultPort);
	}

	/**
	 * Registers the URL's TLS material. Returns {@code null} if the URL does not use TLS.
	 */
	TlsMaterialRegistry.@Nullable Registration registerTls(ToozUrl url) {
		return usesTls(url) ? TlsMaterialRegistry.register(this.tls.material(url)) : null;
	}

	boolean usesTls(ToozUrl url) {
		return this.tls.areIn(url);
	}

	@Override
	public int defaultPort() {
		return this.defaultPort;
	}

	@Override
	public Set<Feature> features() {
		return EnumSet.of(Feature.ELECTION, Feature.LEADER, Feature.LOCKS, Feature.FENCING);
	}

	@Override
	public String whyNot(Feature feature) {
		return switch (feature) {
			case BREAKING ->
				"a database's lock is held as long as its holder's connection; to end that connection, use "
						+ this.breakHint;
			case SHARED_LOCKS -> "its locks are exclusive, as in tooz; use an exclusive lock, or a file:// URL";
			case PUSH -> "this backend has no groups to watch; use redis://, zookeeper:// or etcd3+http://";
			default -> "tooz has locks in a database, but no groups; use redis://, zookeeper://, etcd3+http:// or "
					+ "memcached://, or servicegroup.driver=db for groups in the application's database";
		};
	}

	@Override
	public Set<Characteristic> characteristics() {
		return EnumSet.of(Characteristic.NON_TIMEOUT_BASED, Characteristic.DISTRIBUTED_ACROSS_THREADS,
				Characteristic.DISTRIBUTED_ACROSS_PROCESSES, Characteristic.DISTRIBUTED_ACROSS_HOSTS);
	}

	@Override
	public void check(ToozUrl url) {
		read(url);
		this.tls.check(url);
	}

}
