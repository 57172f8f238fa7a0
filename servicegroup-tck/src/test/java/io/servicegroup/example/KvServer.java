package io.servicegroup.example;

import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

import io.servicegroup.tck.servers.ServerProcess;
import io.servicegroup.tck.servers.StoreServer;
import org.jspecify.annotations.Nullable;

/**
 * The server of the contracts.
 */
class KvServer implements StoreServer {

	private static final Map<String, KvServer> SERVERS = new ConcurrentHashMap<>();

	/** The port of a slow way to the same server. */
	static final int SLOW = 7401;

	private final String name = "kv-" + UUID.randomUUID();

	private final TreeMap<String, Entry> data = new TreeMap<>();

	private long advanced;

	private boolean down;

	private boolean frozen;

	/** For how long answers are on the slow way. */
	private Duration delay = Duration.ZERO;

	KvServer() {
		SERVERS.put(this.name, this);
	}

	static KvServer named(String name) {
		return SERVERS.get(name);
	}

	record Entry(byte[] value, long expires) {
	}

	interface Work<T extends @Nullable Object> {

		T run(TreeMap<String, Entry> data);

	}

	Entry entry(byte[] value, @Nullable Duration timeToLive) {
		return new Entry(value, (timeToLive != null) ? now() + timeToLive.toNanos() : Long.MAX_VALUE);
	}

	private long now() {
		return System.nanoTime() + this.advanced;
	}

	<T extends @Nullable Object> T call(Work<T> work, int port, Duration deadline)
			throws IOException, TimeoutException, InterruptedException {
		long begun = System.nanoTime();
		T answer = answer(work, begun + deadline.toNanos());
		if (port == SLOW) {
			awaitArrival(begun, begun + deadline.toNanos());
		}
		return answer;
	}

	private synchronized <T extends @Nullable Object> T answer(Work<T> work, long end)
			throws IOException, TimeoutException, InterruptedException {
		if (Thread.interrupted()) {
			throw new InterruptedException();
		}
		while (this.frozen) {
			await(end, end);
		}
		if (this.down) {
			throw new IOException("connection refused");
		}
		this.data.values().removeIf((entry) -> entry.expires() - now() <= 0);
		return work.run(this.data);
	}

	private synchronized void awaitArrival(long begun, long end) throws TimeoutException, InterruptedException {
		while (System.nanoTime() - begun < this.delay.toNanos()) {
			await(begun + this.delay.toNanos(), end);
		}
	}

	/** Waits until a time or a change, at the latest until the deadline. */
	private void await(long until, long end) throws TimeoutException, InterruptedException {
		long now = System.nanoTime();
		if (end - now <= 0) {
			throw new TimeoutException();
		}
		TimeUnit.NANOSECONDS.timedWait(this, Math.max(1, Math.min(until - now, end - now)));
	}

	/** Delays the answers on the slow way. The calls take effect at once. */
	synchronized void delay(Duration time) {
		this.delay = time;
		notifyAll();
	}

	synchronized void put(String key, byte[] value) {
		Entry present = this.data.get(key);
		this.data.put(key, new Entry(value, (present != null) ? present.expires() : Long.MAX_VALUE));
	}

	synchronized byte[] get(String key) {
		return this.data.get(key).value();
	}

	@Override
	public String url(String query) {
		return "kv://" + this.name + "?" + query;
	}

	String slowUrl(String query) {
		return "kv://" + this.name + ":" + SLOW + "?" + query;
	}

	@Override
	public ServerProcess process() {
		throw new UnsupportedOperationException("This server has no process");
	}

	@Override
	public synchronized void stop() {
		this.down = true;
		this.data.clear();
	}

	@Override
	public synchronized void start() {
		this.down = false;
	}

	@Override
	public synchronized void pause() {
		this.frozen = true;
	}

	@Override
	public synchronized void resume() {
		this.frozen = false;
		notifyAll();
	}

	@Override
	public Duration timeout() {
		return Duration.ofSeconds(2);
	}

	@Override
	public synchronized void advance(Duration time) {
		this.advanced += time.toNanos();
	}

	@Override
	public void addGroup(String group, int members) {
		put("group/" + group, new byte[0]);
		for (int i = 0; i < members; i++) {
			byte[] value = new byte[16 + WEIGHT_1.length];
			System.arraycopy(WEIGHT_1, 0, value, 16, WEIGHT_1.length);
			put("member/" + group + "/m" + i, value);
		}
	}

	@Override
	public synchronized void wipe() {
		this.data.clear();
	}

	@Override
	public void close() {
		SERVERS.remove(this.name);
	}

}
