package io.servicegroup.board;

import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

import io.servicegroup.GroupView;
import io.servicegroup.Member;
import io.servicegroup.MemberSwitches;
import io.servicegroup.MembershipStatus;
import io.servicegroup.MigrationStatus;
import io.servicegroup.OperatorAct;
import io.servicegroup.ServiceGroupAPI;
import io.servicegroup.ServiceGroupException;
import io.servicegroup.ServiceGroupListener;
import io.servicegroup.tooz.SessionExpiredException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads the state that the page shows. It reads memory only, so an outage of the store
 * does not block it. Not thread-safe, except for {@link #follow}.
 */
final class StateReader {

	private static final Logger logger = LoggerFactory.getLogger(StateReader.class);

	private final ServiceGroupAPI api;

	private final EventLog log;

	private final OperatorActs operators;

	private final String group;

	private final PageFacts page;

	private final LastSeen lastSeen = new LastSeen();

	private final Latest latest = new Latest();

	private long leaderlessSince;

	private Map<String, BoardRow> rows = Map.of();

	private @Nullable GroupView shown;

	private long shownEvent;

	private Map<String, OperatorAct> shownActs = Map.of();

	StateReader(ServiceGroupAPI api, EventLog log, OperatorActs operators, String group, PageFacts page) {
		this.api = api;
		this.log = log;
		this.operators = operators;
		this.group = group;
		this.page = page;
	}

	/**
	 * Notifies of the group's events from now on, joined or not: the group is followed
	 * for that. Does not wait for the store.
	 */
	void follow(ServiceGroupListener listener) {
		try {
			this.api.addListener(this.group, (event) -> {
				this.lastSeen.on(event);
				listener.onMemberEvent(event);
			});
		}
		catch (ServiceGroupException ex) {
			logger.warn("Group '{}' cannot be followed: the board shows no events. Cause: {}", this.group,
					ex.toString());
		}
	}

	Reading read() {
		// Before the view: events that come meanwhile belong to the next state.
		long lastEvent = this.log.number();
		MembershipStatus status = this.api.getStatus();
		GroupView view = status.views().get(this.group);
		this.latest.take(this.log, this.operators.known(), Instant.now().minus(Verdict.LATELY));
		if (!isShown(view, lastEvent)) {
			this.shownActs = this.operators.known();
			this.rows = rows(status, view);
			this.shown = view;
			this.shownEvent = lastEvent;
		}
		return new Reading(new BoardState(facts(status, view), this.rows, lastEvent, this.lastSeen.left()),
				pulse(status, view));
	}

	/** The rows are made once for a reading of the store. */
	@SuppressWarnings("ReferenceEquality")
	private boolean isShown(@Nullable GroupView view, long lastEvent) {
		GroupView last = this.shown;
		return view != null && last != null && view.asOf().equals(last.asOf()) && lastEvent == this.shownEvent
				&& view.lostSwitches().equals(last.lostSwitches()) && this.operators.known() == this.shownActs;
	}

	private Map<String, @Nullable Object> facts(MembershipStatus status, @Nullable GroupView view) {
		BoardLeader leader = leader(status);
		boolean stale = view != null && view.stale();
		ServiceGroupException failure = stale ? failure() : null;
		Map<String, @Nullable Object> facts = new LinkedHashMap<>();
		facts.put("group", this.group);
		facts.put("member", status.memberId());
		facts.put("backend", status.backend());
		facts.put("url", status.url());
		facts.put("timeoutMillis", status.membershipTimeout().toMillis());
		facts.put("read", view != null);
		facts.put("stale", stale);
		facts.put("problem", stale ? whyStale(failure) : status.problem());
		facts.put("leader", (leader != null) ? leader.json() : null);
		boolean overdue = leaderOverdue(leader, status);
		Verdict verdict = Verdict.of(status, view, leader, overdue, this.latest, sessionEnded(failure));
		facts.put("verdict", verdict.json());
		facts.put("counts", verdict.counts());
		facts.put("migration", migration(status.migration()));
		facts.put("links", this.page.links().get());
		facts.put("acts", this.page.acts().getAsBoolean());
		facts.put("groups", this.page.groups().get());
		return facts;
	}

	/**
	 * Returns the leader if this application is a candidate; otherwise only the store has
	 * it.
	 */
	private @Nullable BoardLeader leader(MembershipStatus status) {
		if (!status.candidacies().contains(this.group)) {
			return null;
		}
		try {
			return this.api.getLeader(this.group).map(BoardLeader::of).orElse(BoardLeader.NONE);
		}
		catch (ServiceGroupException ex) {
			return null;
		}
	}

	/** An election takes a moment, so a group is without a leader for a moment. */
	private boolean leaderOverdue(@Nullable BoardLeader leader, MembershipStatus status) {
		long now = System.nanoTime();
		if (leader == null || leader.elected()) {
			this.leaderlessSince = 0;
			return false;
		}
		if (this.leaderlessSince == 0) {
			this.leaderlessSince = now;
		}
		return now - this.leaderlessSince > status.membershipTimeout().toNanos();
	}

	private @Nullable Map<String, @Nullable Object> migration(@Nullable MigrationStatus migration) {
		if (migration == null) {
			return null;
		}
		Map<String, @Nullable Object> json = new LinkedHashMap<>();
		json.put("from", migration.from());
		json.put("onlyInSource", new TreeSet<>(migration.onlyOnOld().getOrDefault(this.group, Set.of())));
		json.put("problem", migration.problem());
		return json;
	}

	private Map<String, BoardRow> rows(MembershipStatus status, @Nullable GroupView view) {
		Map<String, BoardRow> rows = new TreeMap<>();
		if (view == null) {
			return rows;
		}
		Set<String> switched = new TreeSet<>(view.switches().keySet());
		switched.addAll(view.lostSwitches().keySet());
		for (String id : switched) {
			MemberSwitches switches = of(view.switches(), id);
			rows.put(id, BoardRow.absent(id, id.equals(status.memberId()), this.lastSeen.capabilities(id), switches,
					this.latest.operator(switches, id), this.latest.at(switches, id), of(view.lostSwitches(), id)));
		}
		for (Member member : view.members()) {
			String id = member.id();
			rows.put(id, BoardRow.up(member, this.log.arrival(id), this.latest.operator(member.switches(), id),
					this.latest.at(member.switches(), id), of(view.lostSwitches(), id)));
		}
		return rows;
	}

	private static MemberSwitches of(Map<String, MemberSwitches> switches, String id) {
		return switches.getOrDefault(id, MemberSwitches.NONE);
	}

	/**
	 * Returns what changes all the time: it is sent at a fixed interval, so that the page
	 * notices when the application is unavailable.
	 */
	private Map<String, @Nullable Object> pulse(MembershipStatus status, @Nullable GroupView view) {
		Instant now = Instant.now();
		Duration heartbeat = status.lastHeartbeat();
		Map<String, @Nullable Object> pulse = new LinkedHashMap<>();
		pulse.put("now", now.toString());
		pulse.put("up", status.isUp());
		pulse.put("asOf", (view != null) ? view.asOf().toString() : null);
		pulse.put("heartbeat", (heartbeat != null) ? now.minus(heartbeat).toString() : null);
		return pulse;
	}

	private static @Nullable String whyStale(@Nullable ServiceGroupException ex) {
		if (ex == null) {
			return null;
		}
		return (ex.getCause() instanceof ServiceGroupException cause) ? cause.getMessage() : ex.getMessage();
	}

	/** Returns whether the store can be reached, but has ended the session. */
	private static boolean sessionEnded(@Nullable ServiceGroupException failure) {
		Throwable ex = failure;
		while (ex != null && !(ex instanceof SessionExpiredException)) {
			ex = ex.getCause();
		}
		return ex != null;
	}

	/** Returns the exception that a query of a stale view throws. */
	private @Nullable ServiceGroupException failure() {
		try {
			this.api.getAll(this.group);
			return null;
		}
		catch (ServiceGroupException ex) {
			return ex;
		}
	}

	/**
	 * A reading.
	 *
	 * @param state the state
	 * @param pulse the health of the membership, as JSON
	 */
	record Reading(BoardState state, Map<String, @Nullable Object> pulse) {
	}

}
