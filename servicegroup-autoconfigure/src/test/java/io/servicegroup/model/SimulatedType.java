package io.servicegroup.model;

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
 * The type of the simulated backend, which the model creates without a URL.
 */
final class SimulatedType implements BackendType {

	@Override
	public Set<String> schemes() {
		return Set.of("simulated");
	}

	@Override
	public Map<String, UrlOption> options() {
		return Map.of();
	}

	@Override
	public Set<Feature> features() {
		return EnumSet.complementOf(EnumSet.of(Feature.SHARED_LOCKS, Feature.BREAKING));
	}

	@Override
	public String whyNot(Feature feature) {
		return "the model does not use it";
	}

	@Override
	public Set<Characteristic> characteristics() {
		return EnumSet.allOf(Characteristic.class);
	}

	@Override
	public void check(ToozUrl url) {
	}

	@Override
	public void checkId(String what, String id) {
	}

	@Override
	public Backend create(ToozUrl url, String memberId) {
		throw new UnsupportedOperationException("Created by the model");
	}

}
