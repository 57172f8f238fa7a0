package io.servicegroup.tooz.database;

import java.util.EnumSet;
import java.util.Set;

import io.servicegroup.tooz.BackendType;
import io.servicegroup.tooz.Characteristic;
import io.servicegroup.tooz.Feature;
import io.servicegroup.tooz.TlsOptions;
import io.servicegroup.tooz.ToozUrl;
import org.jspecify.annotations.Nullable;

/**
 * What all databases have in common.
 */
abstract class DatabaseBackendType implements BackendType {

	private final int usualPort;

	private final TlsOptions tls;

	/** How to take a lock away by hand. */
	private final String toBreak;

	DatabaseBackendType(int usualPort, TlsOptions tls, String toBreak) {
		this.usualPort = usualPort;
		this.tls = tls;
		this.toBreak = toBreak;
	}

	DatabaseUrl read(ToozUrl url) {
		return DatabaseUrl.of(url, this.usualPort);
	}

	/**
	 * Returns what the driver shall use for TLS, or null if the URL does not ask for it.
	 */
	@Nullable TlsHandover handover(ToozUrl url) {
		return asksForTls(url) ? new TlsHandover(this.tls.material(url)) : null;
	}

	boolean asksForTls(ToozUrl url) {
		return this.tls.areIn(url);
	}

	@Override
	public int defaultPort() {
		return this.usualPort;
	}

	@Override
	public Set<Feature> features() {
		return EnumSet.of(Feature.ELECTION, Feature.LEADER, Feature.LOCKS, Feature.FENCING);
	}

	@Override
	public String whyNot(Feature feature) {
		return switch (feature) {
			case BREAKING ->
				"a database's lock lives as long as its holder's connection; to end that by hand, use " + this.toBreak;
			case SHARED_LOCKS -> "its locks, as tooz's, are exclusive; use a file:// URL, or an exclusive lock";
			case PUSH -> "a database has no groups whose changes it could tell; use zookeeper:// or redis://";
			default -> "tooz keeps locks in a database, but no groups; use redis://, zookeeper://, etcd3+http:// or "
					+ "memcached://, until a later version brings groups over a database (its driver 'db')";
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
