package io.servicegroup.driver.db;

import java.util.EnumSet;
import java.util.Map;
import java.util.Set;

import io.servicegroup.tooz.Characteristic;
import io.servicegroup.tooz.Feature;
import io.servicegroup.tooz.ToozUrl;
import io.servicegroup.tooz.spi.Backend;
import io.servicegroup.tooz.spi.BackendType;
import io.servicegroup.tooz.spi.UrlOption;

/**
 * Describes the backend {@code db}. It has no URL: {@link DbDriverFactory} creates it.
 */
final class DbBackendType implements BackendType {

	@Override
	public Set<String> schemes() {
		return Set.of("db");
	}

	@Override
	public Map<String, UrlOption> options() {
		return Map.of();
	}

	@Override
	public Set<Feature> features() {
		return EnumSet.of(Feature.GROUPS);
	}

	@Override
	public String whyNot(Feature feature) {
		return "the driver 'db' has groups only; use servicegroup.tooz-url";
	}

	@Override
	public Set<Characteristic> characteristics() {
		return EnumSet.of(Characteristic.DISTRIBUTED_ACROSS_THREADS, Characteristic.DISTRIBUTED_ACROSS_PROCESSES,
				Characteristic.DISTRIBUTED_ACROSS_HOSTS);
	}

	@Override
	public void check(ToozUrl url) {
	}

	@Override
	public int longestId() {
		return ColumnLimits.LONGEST_ID;
	}

	@Override
	public void checkId(String what, String id) {
		ColumnLimits.checkId(what, id);
	}

	@Override
	public Backend create(ToozUrl url, String memberId) {
		throw new UnsupportedOperationException();
	}

}
