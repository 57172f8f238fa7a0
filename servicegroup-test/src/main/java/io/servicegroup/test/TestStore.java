package io.servicegroup.test;

import java.math.BigDecimal;
import java.time.Duration;

import io.servicegroup.tooz.coordination.Coordinators;
import io.servicegroup.tooz.memory.MemoryStore;
import io.servicegroup.tooz.spi.Backend;

/**
 * The store in memory of one application context.
 *
 * @param name the name of the {@link MemoryStore}
 * @param timeout the membership timeout
 */
record TestStore(String name, Duration timeout) {

	String url() {
		return "memory://" + this.name + "?timeout="
				+ BigDecimal.valueOf(this.timeout.toMillis(), 3).stripTrailingZeros().toPlainString();
	}

	/** Short, so that a test does not wait long for a heartbeat. */
	Duration heartbeatInterval() {
		return Duration.ofMillis(Math.min(100, this.timeout.toMillis() / 5));
	}

	MemoryStore memory() {
		return MemoryStore.named(this.name);
	}

	Backend connect(String memberId) {
		return Coordinators.backendType(Coordinators.parse(url())).create(Coordinators.parse(url()), memberId);
	}

}
