package io.servicegroup.membership;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Supplier;

import io.servicegroup.InvalidServiceGroupException;
import io.servicegroup.ServiceGroupUnavailableException;
import io.servicegroup.tooz.concurrent.HeartLock;

/**
 * The capabilities that a member publishes in every group, as they were last read.
 * Heartbeats use the last reading and never call the source.
 */
final class CommonCapabilities {

	private final Supplier<? extends Map<String, ?>> source;

	/** Allows one reading at a time, so that an old one never replaces a newer one. */
	private final HeartLock readings = new HeartLock((why) -> new ServiceGroupUnavailableException(why, null));

	private volatile Map<String, ?> latest = Map.of();

	CommonCapabilities(Supplier<? extends Map<String, ?>> source) {
		this.source = source;
	}

	/**
	 * Reads the source and does the work that publishes the reading. If the work finds it
	 * invalid, the reading before is used again, unless there is a newer one.
	 */
	void readAndPublish(Runnable work) {
		Map<String, ?> before = this.latest;
		Map<String, ?> read = this.readings.call(() -> this.latest = copy(this.source.get()));
		try {
			work.run();
		}
		catch (InvalidServiceGroupException ex) {
			this.readings.call(() -> {
				if (this.latest == read) {
					this.latest = before;
				}
			});
			throw ex;
		}
	}

	/** Returns the last reading, replaced by these where the names are the same. */
	Map<String, ?> with(Map<String, ?> capabilities) {
		Map<String, Object> all = new LinkedHashMap<>(this.latest);
		all.putAll(capabilities);
		return all;
	}

	static Map<String, ?> copy(Map<String, ?> capabilities) {
		return Collections.unmodifiableMap(new LinkedHashMap<>(capabilities));
	}

}
