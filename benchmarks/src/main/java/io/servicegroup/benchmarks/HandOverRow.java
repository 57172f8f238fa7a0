package io.servicegroup.benchmarks;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;

import io.servicegroup.tck.servers.PostgresServer;
import io.servicegroup.tck.servers.StoreServer;

/**
 * The time from the release of a lock until another process that waits for it holds it.
 */
final class HandOverRow implements Row {

	@Override
	public String name() {
		return "hand-over";
	}

	@Override
	public void measure(Run run) {
		for (Store store : List.of(Store.REDIS, Store.ETCD, Store.POSTGRESQL, Store.ZOOKEEPER, Store.MEMCACHED,
				Store.FILE)) {
			run.attempt(store.title(), () -> measureStore(run, store));
		}
	}

	private void measureStore(Run run, Store store) throws Exception {
		List<Pair> pairs = new ArrayList<>();
		try {
			pairs(run, store, pairs);
			for (int i = 0; i < run.choose(5, 20); i++) {
				for (Pair pair : pairs) {
					pair.round();
				}
			}
			report(run, store, pairs);
		}
		finally {
			for (Pair pair : pairs) {
				pair.close();
			}
		}
	}

	private static void report(Run run, Store store, List<Pair> pairs) {
		boolean push = store == Store.REDIS || store == Store.ETCD || store == Store.POSTGRESQL;
		Figure ours = Figure
			.of("hand-over to a waiter", store.title(), Samples.median(pairs.get(0).millis), Unit.MILLISECONDS)
			.within(push ? Limit.atMost(5) : Limit.NONE);
		if (pairs.size() == 1) {
			run.add(ours);
		}
		for (int i = 1; i < pairs.size(); i++) {
			Figure figure = ours.against(pairs.get(i).holder.name(), Samples.median(pairs.get(i).millis));
			run.add((i == 1) ? figure : figure.within(Limit.NONE));
		}
	}

	private static void pairs(Run run, Store store, List<Pair> pairs) throws Exception {
		StoreServer server = run.server(store);
		String lock = run.fresh("lock");
		String url = LockRow.url(store, server);
		pairs.add(new Pair(Mutex.ours(url, lock), Mutex.ours(url, lock)));
		String other = run.fresh("lock");
		int port = (store == Store.FILE) ? 0 : Store.port(server);
		switch (store) {
			case REDIS -> {
				pairs.add(new Pair(Mutex.springIntegration(port, other), Mutex.springIntegration(port, other)));
				String third = run.fresh("lock");
				pairs.add(new Pair(Mutex.redisson(port, third), Mutex.redisson(port, third)));
			}
			case ETCD -> pairs.add(new Pair(Mutex.jetcd(port, other), Mutex.jetcd(port, other)));
			case ZOOKEEPER -> pairs.add(new Pair(Mutex.curator(port, other), Mutex.curator(port, other)));
			case POSTGRESQL -> pairs.add(new Pair(LockRow.advisory((PostgresServer) server, 4712),
					LockRow.advisory((PostgresServer) server, 4712)));
			default -> {
			}
		}
	}

	/**
	 * A holder and a waiter, each with a thread of its own, as some locks belong to the
	 * thread.
	 */
	private static final class Pair implements AutoCloseable {

		private final Mutex holder;

		private final Mutex waiter;

		private final ExecutorService holding = Executors.newSingleThreadExecutor();

		private final ExecutorService waiting = Executors.newSingleThreadExecutor();

		private final List<Double> millis = new ArrayList<>();

		Pair(Mutex holder, Mutex waiter) {
			this.holder = holder;
			this.waiter = waiter;
		}

		void round() throws Exception {
			call(this.holding, this.holder.locking()).get(20, TimeUnit.SECONDS);
			CompletableFuture<Long> held = call(this.waiting, this.waiter.locking());
			// The waiter waits, and at no certain moment of its interval of polls.
			Thread.sleep(ThreadLocalRandom.current().nextInt(150, 300));
			long released = System.nanoTime();
			CompletableFuture<Long> release = call(this.holding, this.holder.unlocking());
			this.millis.add((held.get(20, TimeUnit.SECONDS) - released) / 1e6);
			release.get(20, TimeUnit.SECONDS);
			call(this.waiting, this.waiter.unlocking()).get(20, TimeUnit.SECONDS);
		}

		/** Returns the time at which the call has returned. */
		private static CompletableFuture<Long> call(ExecutorService thread, Interleaved.Call call) {
			return CompletableFuture.supplyAsync(() -> {
				try {
					call.run();
					return System.nanoTime();
				}
				catch (Exception ex) {
					throw new IllegalStateException(ex);
				}
			}, thread);
		}

		@Override
		public void close() throws Exception {
			this.holding.shutdown();
			this.waiting.shutdown();
			this.holder.close();
			this.waiter.close();
		}

	}

}
