package io.servicegroup.board;

import java.time.Instant;

import io.servicegroup.LeadershipEvent;
import io.servicegroup.ServiceGroupAPI;
import org.jspecify.annotations.Nullable;

/**
 * The board of one group: its events, and what browsers are sent of it.
 */
final class GroupBoard {

	private static final int MAX_LOG_BYTES = 4 << 20;

	private final EventLog log;

	private final StateReader reader;

	private final BoardFeed feed;

	private final TimeLineFeed timeLine;

	private final EventQueue events;

	private final OutageWatch outages;

	private final Thread notes;

	private final @Nullable History history;

	private boolean stopped;

	/**
	 * Creates the board of a group.
	 * @param heartbeats of this application
	 * @param history keeps its events, or {@code null}
	 */
	GroupBoard(ServiceGroupAPI api, String group, PageFacts page, HeartbeatAges heartbeats, @Nullable History history) {
		this.history = history;
		this.log = new EventLog(group, MAX_LOG_BYTES);
		if (history != null) {
			history.restoreTo(this.log);
		}
		OperatorActs operators = new OperatorActs(api, group);
		this.reader = new StateReader(api, this.log, operators, group, page);
		this.timeLine = new TimeLineFeed(this.log, heartbeats);
		this.outages = new OutageWatch(() -> api.getStatus().views().get(group), this.log, operators);
		this.feed = new BoardFeed(this.reader, this.log, this.outages::note);
		this.events = new EventQueue(api, group, this.log, operators);
		this.notes = new Thread(this.events, "servicegroup-board-events");
		this.notes.setDaemon(true);
	}

	/** Follows the group from now on. Does not wait for the store. */
	void start() {
		if (this.notes.getState() == Thread.State.NEW) {
			this.notes.start();
			this.reader.follow(this.events);
		}
	}

	/** Idempotent. */
	synchronized void stop() {
		if (!this.stopped) {
			this.stopped = true;
			this.notes.interrupt();
			if (this.history != null) {
				this.history.end(this.log, Instant.now());
			}
		}
	}

	/** Notes what has no events. Called each second. */
	synchronized void look() {
		this.outages.look();
		if (this.history != null && !this.stopped) {
			this.history.write(this.log, Instant.now());
		}
	}

	void on(LeadershipEvent event) {
		this.log.on(event);
	}

	EventLog log() {
		return this.log;
	}

	BoardFeed feed() {
		return this.feed;
	}

	TimeLineFeed timeLine() {
		return this.timeLine;
	}

}
