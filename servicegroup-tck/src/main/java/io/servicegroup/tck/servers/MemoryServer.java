package io.servicegroup.tck.servers;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;

import io.servicegroup.tooz.ToozUrl;
import io.servicegroup.tooz.coordination.Coordinators;
import io.servicegroup.tooz.memory.MemoryBackendType;
import io.servicegroup.tooz.memory.MemoryStore;
import io.servicegroup.tooz.memory.MemoryStore.Failure;

/**
 * A store in this JVM, with a name that no other test class uses.
 */
public final class MemoryServer implements StoreServer {

	private static final AtomicInteger COUNTER = new AtomicInteger();

	private final String name = "test-" + COUNTER.incrementAndGet();

	private final MemoryStore store = MemoryStore.named(this.name);

	public MemoryStore store() {
		return this.store;
	}

	@Override
	public String url(String query) {
		return "memory://" + this.name + "?" + query;
	}

	@Override
	public ServerProcess process() {
		throw new UnsupportedOperationException("A store in memory has no process");
	}

	@Override
	public void stop() {
		this.store.fail(Failure.UNAVAILABLE);
	}

	@Override
	public void start() {
		this.store.clear();
		this.store.heal();
	}

	@Override
	public void restart() {
		this.store.heal();
	}

	@Override
	public void pause() {
		this.store.fail(Failure.SILENT);
	}

	@Override
	public void resume() {
		this.store.heal();
	}

	@Override
	public Duration timeout() {
		return Duration.ofSeconds(2);
	}

	@Override
	public void advance(Duration time) {
		this.store.advance(time);
	}

	@Override
	public void addGroup(String group, int members) {
		ToozUrl url = Coordinators.parse(url("timeout=" + Duration.ofMinutes(1).toSeconds()));
		MemoryBackendType type = new MemoryBackendType();
		type.create(url, "creator").createGroup(group);
		for (int i = 0; i < members; i++) {
			type.create(url, "m" + i).join(group, WEIGHT_1);
		}
	}

	@Override
	public void wipe() {
		this.store.clear();
	}

	@Override
	public void close() {
		this.store.close();
	}

}
