package io.servicegroup.tooz.zookeeper;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;

import org.apache.zookeeper.KeeperException.Code;
import org.apache.zookeeper.WatchedEvent;
import org.apache.zookeeper.Watcher;
import org.apache.zookeeper.ZooKeeper;

/**
 * Collects the changes of a node's children that a recursive watch reports in one
 * session. The client delivers events and answers in order: an answer's callback has seen
 * the events of everything that the answer contains. So changes are taken there, and are
 * complete if the watch was set in the same connection. Thread-safe.
 */
final class ChangeLog implements Watcher {

	/** Above this number of changed children, reading all of them is as good. */
	private static final int MAX_CHANGED = 1000;

	private final ZooKeeper client;

	private final String path;

	private boolean set;

	private boolean gap = true;

	private int creationsAndDeletions;

	private Map<String, Boolean> changed = new LinkedHashMap<>();

	/**
	 * Creates a log without a watch.
	 * @param client the client of the session
	 * @param path the node whose children are watched
	 */
	ChangeLog(ZooKeeper client, String path) {
		this.client = client;
		this.path = path;
	}

	boolean isOf(ZooKeeper other) {
		return this.client == other;
	}

	ZooKeeper client() {
		return this.client;
	}

	/** Returns whether the watch is set in the current connection. */
	synchronized boolean isSet() {
		return this.set;
	}

	/** Takes the answer to the request for the watch. */
	synchronized void onSet(Code code) {
		if (code == Code.OK) {
			// Unless it was set before: changes until now may be unknown.
			this.gap |= !this.set;
			this.set = true;
		}
	}

	@Override
	public synchronized void process(WatchedEvent event) {
		boolean noted = false;
		try {
			note(event);
			noted = true;
		}
		finally {
			this.gap |= !noted;
		}
	}

	private void note(WatchedEvent event) {
		switch (event.getType()) {
			case NodeCreated, NodeDeleted -> change(event.getPath(), event.getType() == Event.EventType.NodeCreated);
			case NodeDataChanged -> mark(event.getPath(), true);
			case None -> {
				if (event.getState() != Event.KeeperState.SyncConnected) {
					lose();
				}
			}
			case NodeChildrenChanged -> {
				// Servers before 3.9 may report it in addition.
			}
			default -> lose();
		}
	}

	private void change(String changedPath, boolean created) {
		if (mark(changedPath, created)) {
			this.creationsAndDeletions++;
		}
	}

	/** Returns whether the node is a child. */
	private boolean mark(String changedPath, boolean exists) {
		if (changedPath.length() <= this.path.length() || changedPath.indexOf('/', this.path.length() + 1) >= 0) {
			return false;
		}
		if (this.changed.size() < MAX_CHANGED) {
			this.changed.put(changedPath.substring(this.path.length() + 1), exists);
		}
		else {
			this.gap = true;
		}
		return true;
	}

	/** The connection, or the watch, is lost. */
	private void lose() {
		this.set = false;
		this.gap = true;
	}

	/**
	 * Returns the changes since the last call. To be called where an answer arrives, in
	 * the client's event thread.
	 */
	synchronized Changes take() {
		Changes taken = new Changes(this.set && !this.gap, this.set, this.creationsAndDeletions, this.changed);
		this.gap = !this.set;
		this.creationsAndDeletions = 0;
		if (!this.changed.isEmpty()) {
			this.changed = new LinkedHashMap<>();
		}
		return taken;
	}

	/**
	 * What has changed between two answers.
	 *
	 * @param complete whether all changes are known
	 * @param watched whether changes after the answer will be known
	 * @param creationsAndDeletions the number of children that were created or deleted,
	 * each as often as it was
	 * @param children the names of the children that have changed, with whether they
	 * existed after that
	 */
	record Changes(boolean complete, boolean watched, int creationsAndDeletions, Map<String, Boolean> children) {

		/** Nothing is known. */
		static final Changes UNKNOWN = new Changes(false, false, 0, Map.of());

		Changes {
			Objects.requireNonNull(children);
		}

	}

}
