package io.servicegroup.benchmarks;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;

import io.servicegroup.tck.servers.MemcachedServer;
import io.servicegroup.tooz.Coordinator;
import io.servicegroup.tooz.OperationTimeoutException;

/**
 * 500 members that join one group on memcached at once.
 */
final class JoinsRow implements Row {

	private static final int MEMBERS = 500;

	private final AtomicInteger repeated = new AtomicInteger();

	@Override
	public String name() {
		return "joins";
	}

	@Override
	public void measure(Run run) {
		run.attempt("", () -> measureAll(run));
	}

	private void measureAll(Run run) throws Exception {
		MemcachedServer server = (MemcachedServer) run.server(Store.MEMCACHED);
		List<Coordinator> members = new ArrayList<>();
		try {
			for (int i = 0; i < MEMBERS; i++) {
				members.add(Member.coordinator(server.url("timeout=60"), "m" + i));
			}
			// Once to warm up.
			join(members, run.fresh("joins"), 1);
			double oneByOne = 0;
			double together = 0;
			List<Double> times = List.of();
			int rounds = run.choose(1, 3);
			long bytes = 0;
			for (int i = 0; i < rounds; i++) {
				long begun = System.nanoTime();
				join(members, run.fresh("joins"), 1);
				oneByOne += (System.nanoTime() - begun) / 1e6 / rounds;
				long before = server.statistic("bytes_written");
				begun = System.nanoTime();
				times = join(members, run.fresh("joins"), MEMBERS);
				together += (System.nanoTime() - begun) / 1e6 / rounds;
				bytes = server.statistic("bytes_written") - before;
			}
			String store = Store.MEMCACHED.title();
			run.add(Figure.of("500 join one group at once, all", store, together, Unit.MILLISECONDS)
				.against("one after the other", oneByOne)
				.within(Limit.ratio(1)));
			run.add(Figure.of("500 join one group at once, the slowest", store, Samples.max(times), Unit.MILLISECONDS)
				.against("their median", Samples.median(times))
				.within(Limit.ratio(3)));
			run.add(Figure.of("500 join one group at once, joins that timed out and were repeated", store,
					this.repeated.get(), Unit.EVENTS));
			run.add(Figure.of("500 join one group at once, bytes sent by the server", store, bytes, Unit.BYTES));
		}
		finally {
			members.forEach(Coordinator::close);
			run.restart(Store.MEMCACHED);
		}
	}

	/** Returns the milliseconds that each join took. */
	private List<Double> join(List<Coordinator> members, String group, int threads) throws Exception {
		ExecutorService executor = Executors.newFixedThreadPool(threads);
		members.get(0).createGroup(group);
		CountDownLatch start = new CountDownLatch(1);
		List<Future<Double>> joins = new ArrayList<>();
		for (Coordinator member : members) {
			joins.add(executor.submit(() -> {
				start.await();
				long begun = System.nanoTime();
				joinDespiteTimeouts(member, group);
				return (System.nanoTime() - begun) / 1e6;
			}));
		}
		start.countDown();
		List<Double> times = new ArrayList<>();
		for (Future<Double> join : joins) {
			times.add(join.get());
		}
		executor.shutdown();
		return times;
	}

	/** An application repeats a join that others have kept from ending in time. */
	private void joinDespiteTimeouts(Coordinator member, String group) {
		while (true) {
			try {
				member.joinGroup(group, Member.CAPABILITIES);
				return;
			}
			catch (OperationTimeoutException ex) {
				this.repeated.incrementAndGet();
			}
		}
	}

}
