package io.servicegroup.tooz;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The coordinator over any backend: keeps the list of memberships, heals them, and turns
 * bytes into values.
 */
final class BackendCoordinator implements Coordinator {

	private static final Logger logger = LoggerFactory.getLogger(Coordinator.class);

	private final Backend backend;

	private final String memberId;

	private final Ids ids;

	/**
	 * The groups this member should stand in, with its latest capabilities: what a
	 * heartbeat restores.
	 */
	private final Map<String, byte[]> joined = new ConcurrentHashMap<>();

	/**
	 * Those of the joined groups that the store has lost, or whose new capabilities it
	 * may not have got: a heartbeat writes them again.
	 */
	private final Set<String> unwritten = ConcurrentHashMap.newKeySet();

	/**
	 * Lets a leave wait for a beat under way: a beat that came after it would bring the
	 * member back.
	 */
	private final ReentrantLock changes = new ReentrantLock(true);

	private final BrokenRecords broken = new BrokenRecords();

	BackendCoordinator(Backend backend, String memberId, Ids ids) {
		this.backend = backend;
		this.memberId = memberId;
		this.ids = ids;
	}

	@Override
	public String memberId() {
		return this.memberId;
	}

	@Override
	public void start() {
		this.backend.connect();
	}

	@Override
	public void stop() {
		locked(() -> {
			Set<String> groups = Set.copyOf(this.joined.keySet());
			this.joined.clear();
			try {
				groups.forEach(this::leaveIfJoined);
			}
			catch (ToozError ex) {
				// Once the store is away, each further call would only cost its deadline.
				logger.warn("Could not leave {}: the store will drop member '{}' within {}. {}", groups, this.memberId,
						membershipTimeout(), ex.getMessage());
			}
			finally {
				this.backend.close();
			}
		});
	}

	private void leaveIfJoined(String group) {
		try {
			this.backend.leave(group);
		}
		catch (MemberNotJoined | GroupNotCreated ex) {
			logger.debug("Nothing to leave: {}", ex.getMessage());
		}
	}

	@Override
	public void createGroup(String group) {
		this.ids.check("group", group);
		this.backend.createGroup(group);
	}

	@Override
	public void deleteGroup(String group) {
		this.ids.check("group", group);
		this.backend.deleteGroup(group);
	}

	@Override
	public Set<String> getGroups() {
		return Set.copyOf(this.backend.groups());
	}

	@Override
	public void joinGroup(String group, @Nullable Object capabilities) {
		this.ids.check("group", group);
		byte[] packed = Capabilities.encode(capabilities);
		locked(() -> {
			if (this.joined.containsKey(group)) {
				throw new MemberAlreadyExist(group, this.memberId);
			}
			this.backend.join(group, packed);
			this.joined.put(group, packed);
		});
	}

	@Override
	public void joinGroupCreate(String group, @Nullable Object capabilities) {
		try {
			joinGroup(group, capabilities);
		}
		catch (GroupNotCreated ex) {
			createIfAbsent(group);
			joinGroup(group, capabilities);
		}
	}

	private void createIfAbsent(String group) {
		try {
			createGroup(group);
		}
		catch (GroupAlreadyExist ex) {
			logger.debug("Somebody else was first to create group '{}'", group);
		}
	}

	@Override
	public void leaveGroup(String group) {
		this.ids.check("group", group);
		locked(() -> {
			this.joined.remove(group);
			this.backend.leave(group);
		});
	}

	@Override
	public Set<String> getMembers(String group) {
		return getMembersWithCapabilities(group).keySet();
	}

	@Override
	public Map<String, MemberInfo> getMembersWithCapabilities(String group) {
		this.ids.check("group", group);
		Map<String, MemberInfo> members = new LinkedHashMap<>();
		this.backend.members(group).forEach((id, stored) -> {
			try {
				members.put(id, new MemberInfo(Capabilities.decode(stored.capabilities()), stored.updatedAt()));
			}
			catch (SerializationError ex) {
				tellBroken(group, id, stored.capabilities(), ex);
			}
		});
		return members;
	}

	private void tellBroken(String group, String id, byte[] bytes, SerializationError ex) {
		if (this.broken.isNews(group + '\0' + id, bytes)) {
			logger.warn("Member '{}' of group '{}' is hidden: its capabilities in the store are broken ({}). "
					+ "It shows again once it writes them anew", id, group, ex.getMessage());
		}
	}

	@Override
	public @Nullable Object getMemberCapabilities(String group, String member) {
		MemberInfo info = getMembersWithCapabilities(group).get(member);
		if (info == null) {
			throw new MemberNotJoined(group, member);
		}
		return info.capabilities();
	}

	@Override
	public void updateCapabilities(String group, @Nullable Object capabilities) {
		this.ids.check("group", group);
		byte[] packed = Capabilities.encode(capabilities);
		locked(() -> {
			if (this.joined.replace(group, packed) == null) {
				throw new MemberNotJoined(group, this.memberId);
			}
			this.unwritten.add(group);
			write(group);
		});
	}

	@Override
	public Duration heartbeat() {
		locked(() -> {
			Set<String> lost = this.backend.beat(Map.copyOf(this.joined));
			this.unwritten.addAll(lost);
			writeAll();
			lost.forEach((group) -> logger.info(
					"Member '{}' was gone from group '{}' in the store, or altered, and has joined again",
					this.memberId, group));
		});
		return membershipTimeout().dividedBy(3);
	}

	/** Each group is tried, whatever happens to another. */
	private void writeAll() {
		@Nullable ToozError first = null;
		for (String group : Set.copyOf(this.unwritten)) {
			try {
				write(group);
			}
			catch (ToozError ex) {
				first = (first != null) ? first : ex;
			}
		}
		if (first != null) {
			throw first;
		}
	}

	private void write(String group) {
		byte[] capabilities = this.joined.get(group);
		if (capabilities != null) {
			try {
				this.backend.join(group, capabilities);
			}
			catch (GroupNotCreated ex) {
				createIfAbsent(group);
				this.backend.join(group, capabilities);
			}
		}
		this.unwritten.remove(group);
	}

	@Override
	public Duration membershipTimeout() {
		return this.backend.membershipTimeout();
	}

	@Override
	public AutoCloseable watch(String group, Runnable lookAgain) {
		this.ids.check("group", group);
		return this.backend.watch(group, lookAgain);
	}

	private void locked(Runnable change) {
		this.changes.lock();
		try {
			change.run();
		}
		finally {
			this.changes.unlock();
		}
	}

}
