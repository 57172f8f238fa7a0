package io.servicegroup.benchmarks;

import java.util.concurrent.atomic.AtomicInteger;

import io.servicegroup.MemberJoinedEvent;
import io.servicegroup.membership.LiveServiceGroupAPI;

/**
 * A listener that takes 20 µs for an event, added to a group of 20,000 members.
 */
final class EventsRow implements Row {

	private static final int MEMBERS = 20_000;

	private static final long LISTENER_NANOS = 20_000;

	@Override
	public String name() {
		return "events";
	}

	@Override
	public void measure(Run run) {
		run.attempt("", () -> measureAll(run));
	}

	private void measureAll(Run run) throws Exception {
		String group = run.fresh("events");
		Groups.write(Store.REDIS, run.server(Store.REDIS), group, MEMBERS);
		AtomicInteger heard = new AtomicInteger();
		try (LiveServiceGroupAPI observer = Member.api(run.server(Store.REDIS).url("timeout=30"), "observer")) {
			observer.addListener(group, (event) -> {
				long end = System.nanoTime() + LISTENER_NANOS;
				while (System.nanoTime() < end) {
					Thread.onSpinWait();
				}
				if (event instanceof MemberJoinedEvent) {
					heard.incrementAndGet();
				}
			});
			int before = -1;
			for (int quiet = 0; quiet < 3 && heard.get() < MEMBERS; quiet = (heard.get() == before) ? quiet + 1 : 0) {
				before = heard.get();
				Thread.sleep(1000);
			}
		}
		run.add(Figure
			.of("joins of 20,000 members that a listener of 20 µs does not get", Store.REDIS.title(),
					MEMBERS - heard.get(), Unit.EVENTS)
			.within(Limit.atMost(0)));
		run.restart(Store.REDIS);
	}

}
