package io.servicegroup.livemigration;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

import io.servicegroup.MemberEvent;
import io.servicegroup.MemberJoinedEvent;
import io.servicegroup.MemberLeftEvent;
import io.servicegroup.membership.LiveServiceGroupAPI;

/**
 * An application that asks every 50 ms which members are up, and receives the events of
 * its group. Each answer is compared with {@link GroundTruth}; the events are compared
 * whenever it restarts.
 */
final class MigrationObserver implements AutoCloseable {

	private final String name;

	private final String group;

	private final List<String> ids;

	private final GroundTruth truth;

	private final ScheduledExecutorService clock = Executors.newSingleThreadScheduledExecutor();

	private final Set<String> seen = ConcurrentHashMap.newKeySet();

	/** Answers that a live member is down. */
	private final List<String> falseDowns = new CopyOnWriteArrayList<>();

	/** Questions that the API answered with an exception. */
	private final List<String> unanswered = new CopyOnWriteArrayList<>();

	private final List<String> wrongEvents = new ArrayList<>();

	private final Map<String, String> lastAnswers = new ConcurrentHashMap<>();

	private LiveServiceGroupAPI api;

	private List<MemberEvent> events;

	private Map<String, int[]> countsAtStart;

	private int answers;

	MigrationObserver(String name, String group, List<String> ids, GroundTruth truth) {
		this.name = name;
		this.group = group;
		this.ids = ids;
		this.truth = truth;
		this.clock.scheduleAtFixedRate(this::ask, 0, 50, TimeUnit.MILLISECONDS);
	}

	/** Restarts the application with other migration settings. */
	synchronized void restart(MigrationUrls urls) {
		end();
		this.seen.clear();
		this.countsAtStart = new HashMap<>();
		this.ids.forEach((id) -> this.countsAtStart.put(id, new int[] {
				this.truth.arrivals(id) - (this.truth.up().contains(id) ? 1 : 0), this.truth.departures(id) }));
		List<MemberEvent> received = new CopyOnWriteArrayList<>();
		this.events = received;
		this.api = urls.api(this.name);
		this.api.start();
		this.api.addListener(this.group, received::add);
	}

	private synchronized void ask() {
		if (this.api != null) {
			for (String id : this.ids) {
				Set<String> up = this.truth.up();
				String answer = isUp(id);
				this.answers++;
				this.lastAnswers.put(id, answer);
				if (!answer.equals("up") && up.contains(id) && this.truth.up().contains(id)) {
					(answer.equals("down") ? this.falseDowns : this.unanswered)
						.add(this.name + " about " + id + ": " + answer);
				}
			}
		}
	}

	private String isUp(String id) {
		try {
			boolean up = this.api.serviceIsUp(this.group, id);
			if (up) {
				this.seen.add(id);
			}
			else {
				this.seen.remove(id);
			}
			return up ? "up" : "down";
		}
		catch (RuntimeException ex) {
			return ex.toString();
		}
	}

	boolean seesUp(String id) {
		return this.seen.contains(id);
	}

	/** Whether it has received all events since its start. */
	synchronized boolean hasReceivedAll() {
		return this.ids.stream()
			.allMatch((id) -> count(id, MemberJoinedEvent.class) >= arrivals(id)
					&& count(id, MemberLeftEvent.class) >= departures(id));
	}

	private synchronized void end() {
		if (this.api == null) {
			return;
		}
		for (String id : this.ids) {
			compare(id, MemberJoinedEvent.class, arrivals(id));
			compare(id, MemberLeftEvent.class, departures(id));
		}
		this.events.stream()
			.filter((event) -> !(event instanceof MemberJoinedEvent || event instanceof MemberLeftEvent))
			.forEach((event) -> this.wrongEvents.add(this.name + " received an unexpected event: " + event));
		this.api.close();
		this.api = null;
	}

	private void compare(String id, Class<?> kind, int expected) {
		int count = count(id, kind);
		if (count != expected) {
			this.wrongEvents.add(this.name + " received " + count + " instead of " + expected + " events "
					+ kind.getSimpleName() + " of " + id + ": " + this.events);
		}
	}

	private int count(String id, Class<?> kind) {
		return (int) this.events.stream().filter((e) -> kind.isInstance(e) && e.member().id().equals(id)).count();
	}

	private int arrivals(String id) {
		return this.truth.arrivals(id) - this.countsAtStart.get(id)[0];
	}

	private int departures(String id) {
		return this.truth.departures(id) - this.countsAtStart.get(id)[1];
	}

	List<String> falseDowns() {
		return this.falseDowns;
	}

	List<String> unanswered() {
		return this.unanswered;
	}

	List<String> wrongEvents() {
		return this.wrongEvents;
	}

	int answers() {
		return this.answers;
	}

	@Override
	public String toString() {
		return this.name + " was last answered " + this.lastAnswers;
	}

	@Override
	public void close() {
		this.clock.shutdownNow();
		end();
	}

}
