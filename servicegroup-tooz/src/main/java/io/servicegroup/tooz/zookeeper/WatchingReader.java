package io.servicegroup.tooz.zookeeper;

import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;

import io.servicegroup.tooz.concurrent.VersionedMap;
import io.servicegroup.tooz.spi.Backend.StoredGroup;
import io.servicegroup.tooz.spi.Backend.StoredMember;
import io.servicegroup.tooz.spi.GroupAnnotations;
import io.servicegroup.tooz.spi.GroupReader;
import io.servicegroup.tooz.spi.ReadingBudget;
import io.servicegroup.tooz.zookeeper.ChangeLog.Changes;
import io.servicegroup.tooz.zookeeper.SessionCalls.Reply;
import org.apache.zookeeper.KeeperException;
import org.apache.zookeeper.KeeperException.Code;
import org.apache.zookeeper.ZooKeeper;
import org.apache.zookeeper.data.Stat;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads a group by what a watch reports. Each reading requests the state of the group's
 * node. It shows whether the group is the same, whether its data, the annotations, has
 * changed, and how many children were created and deleted. If the watch has reported each
 * of these, only the members that it has named are read; otherwise the whole group is.
 * The whole group is also read at first, in each new connection, and from time to time,
 * since no event reports that an ACL has changed.
 */
final class WatchingReader implements GroupReader {

	private static final Logger logger = LoggerFactory.getLogger(WatchingReader.class);

	/** More members than these are read again only with the whole group. */
	private static final int MAX_DENIED = 100;

	/** What a reply, its request and headers have beside paths, names and data. */
	private static final int REPLY_BYTES = 110;

	private final Connection connection;

	private final String group;

	private final String path;

	private final MemberReader members;

	private final GroupAnnotations annotations;

	private final ReadingBudget budget;

	/** Guarded by {@code this}. */
	private @Nullable ChangeLog log;

	/** Guarded by {@code this}. */
	private boolean closed;

	private VersionedMap<StoredMember> found = VersionedMap.empty();

	private StoredGroup last = new StoredGroup(this.found, Map.of());

	/** What is known besides the last reading; null if the whole group is to be read. */
	private @Nullable Known known;

	WatchingReader(Connection connection, String group, String path, MemberReader members, GroupAnnotations annotations,
			ReadingBudget budget) {
		this.connection = connection;
		this.group = group;
		this.path = path;
		this.members = members;
		this.annotations = annotations;
		this.budget = budget;
	}

	@Override
	public StoredGroup read() {
		return this.connection.call(this::read);
	}

	private StoredGroup read(SessionCalls session) throws KeeperException {
		Known before = this.known;
		// If this reading fails, the next one reads the whole group.
		this.known = null;
		ChangeLog changeLog = watch(session);
		if (before != null && changeLog.isSet() && !this.budget.allowsFullReading()) {
			Look look = session
				.await(session.exists(this.path, (node) -> new Look(node.orElse(null), changeLog.take())));
			Stat node = look.node;
			if (node != null && before.isContinuedBy(node, look.changes)) {
				return readChanged(session, before, node, look.changes);
			}
		}
		return readAll(session, changeLog);
	}

	/** Sets the watch if it is not set in this connection. */
	private ChangeLog watch(SessionCalls session) throws KeeperException {
		ChangeLog current;
		CompletableFuture<String> set;
		synchronized (this) {
			current = this.log;
			if (current == null || !current.isOf(session.client())) {
				unwatch();
				current = new ChangeLog(session.client(), this.path);
				this.log = current;
			}
			if (this.closed || current.isSet() || !session.hasBulkReads()) {
				return current;
			}
			set = request(session.client(), current);
		}
		try {
			session.await(set);
		}
		catch (KeeperException.UnimplementedException ex) {
			throw ex;
		}
		catch (KeeperException ex) {
			logger.debug("Watch on {} was not set: the whole group is read each time", this.path, ex);
		}
		return current;
	}

	private CompletableFuture<String> request(ZooKeeper client, ChangeLog changeLog) {
		CompletableFuture<String> answer = new CompletableFuture<>();
		this.connection.recursiveWatches().set(client, this.path, changeLog, (code) -> {
			changeLog.onSet(code);
			if (code == Code.OK) {
				answer.complete(this.path);
			}
			else {
				answer.completeExceptionally(KeeperException.create(code, this.path));
			}
		});
		return answer;
	}

	private void unwatch() {
		ChangeLog current = this.log;
		if (current != null) {
			this.connection.recursiveWatches().remove(current.client(), this.path, current);
		}
	}

	private StoredGroup readAll(SessionCalls session, ChangeLog changeLog) throws KeeperException {
		Listing listing;
		try {
			listing = session.await(session.children(this.path,
					(names, node) -> new Listing(List.copyOf(names), node, changeLog.take())));
		}
		catch (KeeperException.NoNodeException ex) {
			return result(this.found.to(Map.of()), Map.of());
		}
		Known now = new Known(listing.node, new HashSet<>(listing.names), new HashSet<>());
		Map<String, Reply> replies = this.members.read(session, this.group,
				listing.names.stream().filter((name) -> !name.equals(ZooKeeperPaths.LEADER)).toList());
		Map<String, @Nullable StoredMember> all = new HashMap<>();
		this.found.keySet().forEach((id) -> all.put(id, null));
		replies.forEach((id, reply) -> all.put(id, member(id, reply, now.denied)));
		this.members.reportDenied(this.group, now.denied);
		StoredGroup read = result(this.found.with(all), annotations(listing.node, null));
		if (listing.changes.watched()) {
			this.known = now;
			this.budget.spend(bytes(replies));
		}
		return read;
	}

	private long bytes(Map<String, Reply> replies) {
		long bytes = 0;
		for (Map.Entry<String, Reply> reply : replies.entrySet()) {
			SessionCalls.Node node = reply.getValue().node();
			bytes += REPLY_BYTES + this.path.length() + 2 * reply.getKey().length()
					+ ((node != null) ? node.data().length : 0);
		}
		return bytes;
	}

	private StoredGroup readChanged(SessionCalls session, Known before, Stat node, Changes changes)
			throws KeeperException {
		Set<String> names = new HashSet<>(changes.children().keySet());
		if (before.denied.size() <= MAX_DENIED) {
			// No event reports that an ACL has changed.
			names.addAll(before.denied);
		}
		names.remove(ZooKeeperPaths.LEADER);
		StoredGroup read = this.last;
		if (!names.isEmpty() || node.getMzxid() != before.node.getMzxid()) {
			Map<String, @Nullable StoredMember> changed = new HashMap<>();
			this.members.read(session, this.group, names)
				.forEach((id, reply) -> changed.put(id, member(id, reply, before.denied)));
			this.members.reportDenied(this.group, before.denied);
			read = result(this.found.with(changed), annotations(node, before.node));
		}
		before.node = node;
		this.known = before;
		return read;
	}

	/** Returns a member as it was read, or {@code null} without one. */
	private @Nullable StoredMember member(String id, Reply reply, Set<String> denied) {
		denied.remove(id);
		if (reply.node() != null) {
			StoredMember now = reply.node().member();
			StoredMember before = this.found.get(id);
			return (before != null && isSame(before, now)) ? before : now;
		}
		if (reply.code() == Code.NOAUTH) {
			denied.add(id);
		}
		return null;
	}

	private static boolean isSame(StoredMember one, StoredMember other) {
		return Arrays.equals(one.capabilities(), other.capabilities()) && one.updatedAt().equals(other.updatedAt())
				&& Optional.ofNullable(one.createdAt()).equals(Optional.ofNullable(other.createdAt()));
	}

	private Map<String, String> annotations(Stat node, @Nullable Stat before) {
		return (before != null && before.getMzxid() == node.getMzxid()) ? this.last.annotations()
				: this.annotations.read(this.group);
	}

	/** Returns the last reading if this one does not differ. */
	@SuppressWarnings("ReferenceEquality")
	private StoredGroup result(VersionedMap<StoredMember> now, Map<String, String> annotated) {
		if (now != this.found || !annotated.equals(this.last.annotations())) {
			this.found = now;
			this.last = new StoredGroup(now, annotated);
		}
		return this.last;
	}

	@Override
	public synchronized void close() {
		this.closed = true;
		unwatch();
	}

	/**
	 * An answer on the group's node.
	 *
	 * @param node the node's state, or null if there is none
	 * @param changes the changes until the answer
	 */
	private record Look(@Nullable Stat node, Changes changes) {
	}

	/**
	 * The answer to a request for the names of all children.
	 *
	 * @param names the names
	 * @param node the state of the group's node
	 * @param changes the changes until the answer
	 */
	private record Listing(List<String> names, Stat node, Changes changes) {
	}

	/** What is known of the group's node. */
	private static final class Known {

		private Stat node;

		/** The names of all children, also of those that are not members. */
		private final Set<String> children;

		/** The members that this client may not read. */
		private final Set<String> denied;

		Known(Stat node, Set<String> children, Set<String> denied) {
			this.node = node;
			this.children = children;
			this.denied = denied;
		}

		/**
		 * Applies changes, and returns whether they explain the node's new state. The
		 * server counts creations and deletions of children in the version of children.
		 */
		boolean isContinuedBy(Stat now, Changes changes) {
			changes.children().forEach((name, exists) -> {
				if (exists) {
					this.children.add(name);
				}
				else {
					this.children.remove(name);
				}
			});
			return changes.complete() && this.node.getCzxid() == now.getCzxid()
					&& this.node.getCversion() + changes.creationsAndDeletions() == now.getCversion()
					&& this.children.size() == now.getNumChildren();
		}

	}

}
