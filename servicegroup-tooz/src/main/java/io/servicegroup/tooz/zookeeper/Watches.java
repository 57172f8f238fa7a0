package io.servicegroup.tooz.zookeeper;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

import io.servicegroup.tooz.Registration;

import org.apache.curator.framework.CuratorFramework;
import org.apache.curator.framework.state.ConnectionState;
import org.apache.curator.framework.state.ConnectionStateListener;
import org.apache.zookeeper.KeeperException.Code;
import org.apache.zookeeper.WatchedEvent;
import org.apache.zookeeper.Watcher;
import org.apache.zookeeper.ZooKeeper;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sets recursive persistent watches on groups, and sets them again after every reconnect.
 * Does not use Curator's PersistentWatcher: while the server is unavailable, it retries
 * and logs a stack trace each time; with a server before 3.6 it does not even pause.
 * Closing it leaves a listener.
 */
final class Watches implements ConnectionStateListener {

	private static final Logger logger = LoggerFactory.getLogger(Watches.class);

	private final Connection connection;

	private final Set<Watch> watches = ConcurrentHashMap.newKeySet();

	Watches(Connection connection) {
		this.connection = connection;
		connection.addListener(this);
	}

	/**
	 * Adds a watch. Does not block.
	 * @param path the node to watch, with all nodes below
	 * @param lookAgain called in the client's event thread when something may have
	 * changed, also when the watch is set
	 * @return the watch; closing it removes it without blocking
	 */
	Registration add(String path, Runnable lookAgain) {
		Watch watch = new Watch(path, lookAgain);
		this.watches.add(watch);
		set(watch);
		return () -> remove(watch);
	}

	@Override
	public void stateChanged(CuratorFramework curator, ConnectionState state) {
		if (state.isConnected()) {
			this.watches.forEach(this::set);
		}
	}

	private void set(Watch watch) {
		ZooKeeper client = this.connection.client();
		if (client != null && this.connection.features().hasBulkReads()) {
			ZooKeeper before = watch.client;
			watch.client = client;
			if (before != null && !before.equals(client)) {
				this.connection.recursiveWatches().remove(before, watch.path, watch);
			}
			this.connection.recursiveWatches().set(client, watch.path, watch, watch::onSet);
			if (watch.closed) {
				// It was closed while this set it.
				this.connection.recursiveWatches().remove(client, watch.path, watch);
			}
		}
	}

	private void remove(Watch watch) {
		watch.closed = true;
		ZooKeeper client = watch.client;
		if (this.watches.remove(watch) && client != null) {
			this.connection.recursiveWatches().remove(client, watch.path, watch);
		}
	}

	private static final class Watch implements Watcher {

		private final String path;

		private final Runnable lookAgain;

		/** The client in which this was set last. */
		private volatile @Nullable ZooKeeper client;

		private volatile boolean closed;

		Watch(String path, Runnable lookAgain) {
			this.path = path;
			this.lookAgain = lookAgain;
		}

		/**
		 * Calls the listener, since no event reports a change that was made before the
		 * watch was set.
		 */
		void onSet(Code code) {
			if (code == Code.OK) {
				look();
			}
			else {
				logger.debug("Watch on {} was not set: {}; changes are found by polling", this.path, code);
			}
		}

		/**
		 * Calls the listener and catches its exceptions, as the client has only one event
		 * thread.
		 */
		private void look() {
			try {
				if (!this.closed) {
					this.lookAgain.run();
				}
			}
			catch (RuntimeException ex) {
				logger.warn("Watch listener of {} failed: this change was not handled; the next change calls it again. "
						+ "Fix the listener in the stack trace", this.path, ex);
			}
		}

		@Override
		public void process(WatchedEvent event) {
			if (event.getType() != Event.EventType.None && !isElection(event.getPath())) {
				look();
			}
		}

		/**
		 * Returns whether the node belongs to an election. The watch ignores elections:
		 * they change no member, and may have many candidates.
		 */
		private boolean isElection(String changed) {
			return (changed + "/").startsWith(this.path + "/" + ZooKeeperPaths.LEADER + "/");
		}

	}

}
