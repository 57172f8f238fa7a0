package io.servicegroup.board;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

import io.servicegroup.MemberEvent;
import io.servicegroup.MemberEventCause;
import io.servicegroup.MemberLeftEvent;
import io.servicegroup.OperatorAct;
import io.servicegroup.ServiceGroupAPI;
import io.servicegroup.ServiceGroupListener;
import io.servicegroup.tooz.CoordinationInterruptedException;
import io.servicegroup.tooz.Departure;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Adds what only the store knows to the events of members, and passes them to the log:
 * whether a member that is gone left in order or died, and which operator acted. Events
 * that come together are looked up together, on a thread of its own.
 */
final class EventQueue implements ServiceGroupListener, Runnable {

	private static final Logger logger = LoggerFactory.getLogger(EventQueue.class);

	private static final int MAX_EVENTS = 10_000;

	private static final int PAUSE_MILLIS = 50;

	private final BlockingQueue<MemberEvent> events = new LinkedBlockingQueue<>(MAX_EVENTS);

	private final ServiceGroupAPI api;

	private final String group;

	private final EventLog log;

	private final OperatorActs acts;

	EventQueue(ServiceGroupAPI api, String group, EventLog log, OperatorActs acts) {
		this.acts = acts;
		this.api = api;
		this.group = group;
		this.log = log;
	}

	@Override
	public void onMemberEvent(MemberEvent event) {
		try {
			this.events.put(event);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
	}

	@Override
	public void run() {
		try {
			while (true) {
				List<MemberEvent> together = new ArrayList<>(List.of(this.events.take()));
				this.events.drainTo(together);
				awaitOthersPresent(together);
				pass(together);
			}
		}
		catch (InterruptedException | CoordinationInterruptedException ex) {
			logger.debug("The board notes no more events: the application stops");
		}
	}

	/** The members of the first reading come one by one, and are shown as one event. */
	private void awaitOthersPresent(List<MemberEvent> together) throws InterruptedException {
		boolean more = together.stream().anyMatch(EventQueue::isPresent);
		while (more) {
			MemberEvent next = this.events.poll(PAUSE_MILLIS, TimeUnit.MILLISECONDS);
			if (next != null) {
				together.add(next);
			}
			more = next != null && isPresent(next);
		}
	}

	private static boolean isPresent(MemberEvent event) {
		return event.cause() == MemberEventCause.PRESENT;
	}

	void pass(List<MemberEvent> together) {
		Set<String> gone = new LinkedHashSet<>();
		together.stream().filter(EventQueue::isGone).forEach((event) -> gone.add(event.member().id()));
		Map<String, Departure> departures = gone.isEmpty() ? Map.of() : departures(gone);
		Map<String, OperatorAct> acts = together.stream().anyMatch(EventQueue::isAct) ? this.acts.read() : Map.of();
		this.log.on(together, departures, acts);
	}

	private static boolean isAct(MemberEvent event) {
		return event.cause() == MemberEventCause.OPERATOR || event.member().switches().forcedDown();
	}

	private static boolean isGone(MemberEvent event) {
		return event instanceof MemberLeftEvent && !event.member().switches().forcedDown();
	}

	/** Whatever fails here costs the answer, not the events. */
	private Map<String, Departure> departures(Set<String> members) {
		try {
			return this.api.departures(this.group, members);
		}
		catch (CoordinationInterruptedException ex) {
			throw ex;
		}
		catch (RuntimeException | LinkageError ex) {
			logger.debug("The board cannot see how members {} left group '{}'", members, this.group, ex);
			return Map.of();
		}
	}

}
