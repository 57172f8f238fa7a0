package io.servicegroup.tooz.zookeeper;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;

import org.apache.zookeeper.AddWatchMode;
import org.apache.zookeeper.KeeperException.Code;
import org.apache.zookeeper.Watcher;
import org.apache.zookeeper.Watcher.WatcherType;
import org.apache.zookeeper.ZooKeeper;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sets and removes recursive watches. The server has one watch for all watchers of a
 * node. The client does not remove it together with one watcher, so it is removed here
 * with the last one; otherwise the server would go on sending events. Thread-safe; no
 * method waits.
 */
final class RecursiveWatches {

	private static final Logger logger = LoggerFactory.getLogger(RecursiveWatches.class);

	private final ServerFeatures features;

	/** Guarded by {@code this}. */
	private final Map<Node, Set<Watcher>> watchers = new HashMap<>();

	RecursiveWatches(ServerFeatures features) {
		this.features = features;
	}

	/**
	 * Requests a watch on a node and all nodes below it. A watcher may be set again.
	 * @param onSet called with the outcome in the client's event thread
	 */
	synchronized void set(ZooKeeper client, String path, Watcher watcher, Consumer<Code> onSet) {
		this.watchers.computeIfAbsent(new Node(client, path), (first) -> new HashSet<>()).add(watcher);
		client.addWatch(path, watcher, AddWatchMode.PERSISTENT_RECURSIVE, (code, p, context) -> {
			if (code == Code.UNIMPLEMENTED.intValue()) {
				this.features.bulkReadsAreUnimplemented();
			}
			onSet.accept(Code.get(code));
		}, null);
	}

	/**
	 * Removes a watcher. A client that is not connected removes it, too.
	 * @param client the client in which it was set
	 */
	synchronized void remove(ZooKeeper client, String path, Watcher watcher) {
		Node node = new Node(client, path);
		Set<Watcher> left = this.watchers.get(node);
		if (left == null || !left.remove(watcher)) {
			return;
		}
		if (left.isEmpty()) {
			this.watchers.remove(node);
			client.removeAllWatches(path, WatcherType.Any, true, this::removed, null);
		}
		else {
			client.removeWatches(path, watcher, WatcherType.Any, true, this::removed, null);
		}
	}

	/** A node in a session. Clients are equal only if they are the same. */
	private record Node(ZooKeeper client, String path) {
	}

	private void removed(int code, String path, @Nullable Object context) {
		logger.debug("Removal of the watch on {} ended with {}", path, Code.get(code));
	}

}
