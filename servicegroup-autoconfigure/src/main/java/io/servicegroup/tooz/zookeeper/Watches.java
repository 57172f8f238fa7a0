package io.servicegroup.tooz.zookeeper;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

import org.apache.curator.framework.CuratorFramework;
import org.apache.curator.framework.state.ConnectionState;
import org.apache.curator.framework.state.ConnectionStateListener;
import org.apache.zookeeper.AddWatchMode;
import org.apache.zookeeper.KeeperException.Code;
import org.apache.zookeeper.WatchedEvent;
import org.apache.zookeeper.Watcher;
import org.apache.zookeeper.ZooKeeper;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Recursive persistent watches on groups, set again with every connection. Not Curator's
 * PersistentWatcher: while the server is away it tries again and logs a stack trace each
 * time, on a server older than 3.6 even without a pause, and each one closed leaves a
 * listener behind.
 */
final class Watches implements ConnectionStateListener {

	private static final Logger logger = LoggerFactory.getLogger(Watches.class);

	private final Connection connection;

	private final Set<Watch> watches = ConcurrentHashMap.newKeySet();

	Watches(Connection connection) {
		this.connection = connection;
		connection.curator().getConnectionStateListenable().addListener(this);
	}

	AutoCloseable add(String path, Runnable lookAgain) {
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
		if (client != null) {
			client.addWatch(watch.path, watch, AddWatchMode.PERSISTENT_RECURSIVE,
					(code, path, context) -> watch.set(Code.get(code)), null);
		}
	}

	private void remove(Watch watch) {
		// While the connection is away, the client keeps the watch and sets it again.
		watch.closed = true;
		ZooKeeper client = this.connection.client();
		if (this.watches.remove(watch) && client != null) {
			client.removeWatches(watch.path, watch, Watcher.WatcherType.Any, true,
					(code, path, context) -> logger.debug("Watch on {} removed: {}", path, Code.get(code)), null);
		}
	}

	private static final class Watch implements Watcher {

		private final String path;

		private final Runnable lookAgain;

		private volatile boolean closed;

		Watch(String path, Runnable lookAgain) {
			this.path = path;
			this.lookAgain = lookAgain;
		}

		/** What happened while no watch was set is told by nobody: look again. */
		void set(Code code) {
			if (code == Code.OK) {
				look();
			}
			else {
				logger.debug("No watch on {}: {}. Only polling shows its changes", this.path, code);
			}
		}

		/** One that throws must not trouble the client's only event thread. */
		private void look() {
			try {
				if (!this.closed) {
					this.lookAgain.run();
				}
			}
			catch (RuntimeException ex) {
				logger.warn("Could not be told to look again at {}", this.path, ex);
			}
		}

		@Override
		public void process(WatchedEvent event) {
			if (event.getType() != Event.EventType.None && !isElection(event.getPath())) {
				look();
			}
		}

		/** An election changes no member, and may have many candidates. */
		private boolean isElection(String changed) {
			return (changed + "/").startsWith(this.path + "/" + ZooKeeperPaths.LEADER + "/");
		}

	}

}
