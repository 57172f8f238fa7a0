package io.servicegroup.mutex;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

import io.servicegroup.faults.StrainedWorker;
import io.servicegroup.tck.servers.DatabaseServer;
import io.servicegroup.tck.servers.RedisProbe;
import io.servicegroup.tck.servers.RedisServer;
import io.servicegroup.tck.servers.SharedDirectory;
import io.servicegroup.tck.servers.StoreServer;
import io.servicegroup.tck.servers.TcpProxy;
import io.servicegroup.tooz.coordination.Coordinators;

/**
 * Faults of the store, and of the network between it and each worker: the network
 * swallows everything or is slow, Redis refuses writes, a database ends the holder's
 * session, no threads can be started in a worker's JVM. Only an ended session explains an
 * overlap. Used by one thread.
 */
final class StoreFaults implements AutoCloseable {

	/** Limit of faults at the same time, so that enough workers compete. */
	private static final int MAX_FAULTS = 3;

	private static final Duration SLOW_ROUND_TRIP = Duration.ofMillis(500);

	private static final String STORE = "the store";

	private final MutexChecker checker;

	private final Duration timeout;

	private final Random random;

	private final Map<String, TcpProxy> networks = new LinkedHashMap<>();

	/** The faults in progress, by the worker concerned, or {@link #STORE}. */
	private final Map<String, Fault> faults = new LinkedHashMap<>();

	/** Those that apply to the store. Each begins a fault for a worker. */
	private final List<Consumer<String>> kinds = new ArrayList<>();

	StoreFaults(StoreServer server, String lock, MutexChecker checker, Duration timeout, Random random) {
		this.checker = checker;
		this.timeout = timeout;
		this.random = random;
		if (!(server instanceof SharedDirectory)) {
			this.kinds.add(this::swallow);
			this.kinds.add(this::delay);
		}
		if (server instanceof RedisServer redis) {
			this.kinds.add((worker) -> refuse(redis.probe(), "CONFIG SET maxmemory 1", "CONFIG SET maxmemory 0"));
			this.kinds.add((worker) -> refuse(redis.probe(), "REPLICAOF 127.0.0.1 1", "REPLICAOF NO ONE"));
		}
		if (server instanceof DatabaseServer database) {
			this.kinds.add((worker) -> endSession(database, lock));
		}
	}

	/** Adds the fault that no threads can be started in the JVM of this worker. */
	void add(StrainedWorker strained) {
		this.kinds.add((worker) -> exhaust(strained));
	}

	/** Returns the URL for a worker, which leads through a network of its own. */
	String url(String worker, String direct) {
		if (this.kinds.isEmpty()) {
			return direct;
		}
		int port = Coordinators.parse(direct).hosts().get(0).port();
		return this.networks.computeIfAbsent(worker, (name) -> new TcpProxy(port)).url(direct);
	}

	/** Whether there are faults that apply to the store. */
	boolean apply() {
		return !this.kinds.isEmpty();
	}

	/** Begins one of the faults that apply, unless too many are in progress. */
	void inject(String worker) {
		this.kinds.get(this.random.nextInt(this.kinds.size())).accept(worker);
	}

	/** The connections are closed at the end, as after a firewall's reset. */
	private void swallow(String worker) {
		TcpProxy network = this.networks.get(worker);
		begin(worker, "network swallows everything", FireStatistics::networkFaulty, network::halfOpen, () -> {
			network.pass();
			network.disconnect();
		});
	}

	private void delay(String worker) {
		TcpProxy network = this.networks.get(worker);
		begin(worker, "network is slow", FireStatistics::networkFaulty, () -> network.delay(SLOW_ROUND_TRIP),
				network::pass);
	}

	private void refuse(RedisProbe redis, String begin, String end) {
		begin(STORE, "refuses writes: " + begin, FireStatistics::writesRefused,
				() -> redis.command((Object[]) begin.split(" ")), () -> redis.command((Object[]) end.split(" ")));
	}

	private void endSession(DatabaseServer database, String lock) {
		this.checker.sessionEnds();
		database.endHolder(lock);
		this.checker.sessionEnded();
	}

	/** The store has no other fault until the worker has recovered. */
	private void exhaust(StrainedWorker strained) {
		if (mayBegin(STORE)) {
			this.checker.faulty(StrainedWorker.NAME, "starts no threads", FireStatistics::threadsExhausted);
			CompletableFuture<List<String>> violations = CompletableFuture.supplyAsync(strained::strain,
					(task) -> new Thread(task, "strain").start());
			this.faults.put(STORE,
					new Fault(violations::isDone, () -> violations.join().forEach(this.checker::violation)));
		}
	}

	private boolean mayBegin(String subject) {
		return this.faults.size() < MAX_FAULTS && !this.faults.containsKey(subject);
	}

	private void begin(String subject, String what, Consumer<FireStatistics> count, Runnable begin, Runnable end) {
		if (mayBegin(subject)) {
			this.checker.faulty(subject, what, count);
			begin.run();
			long due = System.nanoTime() + (long) (this.timeout.toNanos() * this.random.nextDouble(0.2, 2));
			this.faults.put(subject, new Fault(() -> System.nanoTime() >= due, end));
		}
	}

	/** Ends the faults whose time is over. */
	void endDue() {
		this.faults.entrySet()
			.stream()
			.filter((entry) -> entry.getValue().due().getAsBoolean())
			.map(Map.Entry::getKey)
			.toList()
			.forEach(this::end);
	}

	/** Ends the fault of the store last, as its end may have to be waited for. */
	void endAll() {
		this.networks.keySet().forEach(this::end);
		end(STORE);
	}

	/** Ends the fault of a worker's network, or of the store, if there is one. */
	void end(String subject) {
		Fault fault = this.faults.remove(subject);
		if (fault != null) {
			fault.end().run();
			this.checker.works(subject);
		}
	}

	@Override
	public void close() {
		this.networks.values().forEach(TcpProxy::close);
	}

	/** A fault in progress, whether its time is over, and what ends it. */
	private record Fault(BooleanSupplier due, Runnable end) {
	}

}
