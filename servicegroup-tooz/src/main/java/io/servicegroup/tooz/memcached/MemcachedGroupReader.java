package io.servicegroup.tooz.memcached;

import java.time.Duration;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;

import io.servicegroup.tooz.GroupNotFoundException;
import io.servicegroup.tooz.StoreUnavailableException;
import io.servicegroup.tooz.memcached.client.ItemVersion;
import io.servicegroup.tooz.memcached.client.MemcachedCommands;
import io.servicegroup.tooz.memcached.client.Reply;
import io.servicegroup.tooz.spi.Backend.StoredGroup;
import io.servicegroup.tooz.spi.Backend.StoredMember;
import io.servicegroup.tooz.spi.GroupReader;
import io.servicegroup.tooz.spi.ReadingBudget;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads a group's item only when its version has changed. A member lives at least until
 * its small key expires, so that key is looked at only when it may have expired. Members
 * without the key, such as Python's, are looked at each time, in the way of
 * {@link MemberListing}, which alone decides who is dead. On a connection without meta
 * commands each reading is a listing.
 */
final class MemcachedGroupReader implements GroupReader {

	private static final Logger logger = LoggerFactory.getLogger(MemcachedGroupReader.class);

	/** What a reading of the whole group costs for each member beside the item. */
	private static final long BYTES_PER_MEMBER = 70;

	/** How long a key counts as alive at most without another look at it. */
	private static final Duration LONGEST_TRUST = Duration.ofMinutes(5);

	private final MemcachedCommands commands;

	private final MemcachedGroups groups;

	private final MemberListing listing;

	private final Function<String, Map<String, String>> annotations;

	private final String group;

	private final String groupKey;

	private final String annotationsKey;

	private StoredGroup last = new StoredGroup(Map.of(), Map.of());

	/** The item that was read last, if its version shows later changes. */
	private @Nullable StoredItem stored;

	/** The version of the annotations, or {@code null} if there are none. */
	private @Nullable ItemVersion annotationsVersion;

	/** The nanosecond until which the small key of a member cannot expire. */
	private final Map<String, Long> livesUntil = new HashMap<>();

	/** The small keys by member: they contain digests. */
	private final Map<String, String> smallKeys = new HashMap<>();

	private boolean knowsAnnotations;

	private final ReadingBudget budget = new ReadingBudget(System::nanoTime);

	/**
	 * Creates a reader. Does not call the store.
	 * @param annotations reads the annotations of a group
	 */
	MemcachedGroupReader(String group, MemcachedCommands commands, MemcachedGroups groups, MemberListing listing,
			Function<String, Map<String, String>> annotations) {
		this.group = group;
		this.commands = commands;
		this.groups = groups;
		this.listing = listing;
		this.annotations = annotations;
		this.groupKey = MemcachedKeys.group(group);
		this.annotationsKey = MemcachedKeys.annotations(group);
	}

	@Override
	public StoredGroup read() {
		Map<String, ItemVersion> versions = Map.of();
		Map<String, Long> lives = Map.of();
		List<String> asked = mayHaveExpired();
		long askedAt = System.nanoTime();
		if (this.commands.hasMetaCommands()) {
			try {
				// The item first: a member that is in it has written its keys before.
				Reply<Map<String, ItemVersion>> found = this.commands
					.versions(List.of(this.groupKey, this.annotationsKey));
				Reply<Map<String, Long>> alive = this.commands.remainingSeconds(smallKeys(asked));
				versions = found.await();
				lives = alive.await();
			}
			catch (StoreUnavailableException ex) {
				logger.debug("Connection lost while looking at group '{}'; reading it whole", this.group, ex);
			}
		}
		StoredItem before = this.stored;
		Map<String, StoredMember> members = (before != null && isUnchanged(before, versions.get(this.groupKey)))
				? membersOf(before, asked, lives, askedAt) : readMembers();
		Map<String, String> annotations = annotations(versions);
		if (members != this.last.members() || !annotations.equals(this.last.annotations())) {
			this.last = new StoredGroup(members, annotations);
		}
		return this.last;
	}

	private boolean isUnchanged(StoredItem before, @Nullable ItemVersion version) {
		return version != null && version.isKept() && before.stored().itemVersion().equals(version)
				&& this.commands.hasMetaCommands() && !this.budget.allowsFullReading();
	}

	/** Returns the members whose small key may have expired, or was not there. */
	private List<String> mayHaveExpired() {
		long now = System.nanoTime();
		return (this.stored != null) ? this.stored.item().ids().stream().filter((id) -> {
			Long until = this.livesUntil.get(id);
			return until == null || until - now <= 0;
		}).toList() : List.of();
	}

	private List<String> smallKeys(List<String> ids) {
		return ids.stream().map(this::smallKey).toList();
	}

	private String smallKey(String id) {
		return this.smallKeys.computeIfAbsent(id, (member) -> MemcachedKeys.alive(this.group, member));
	}

	/** Reads the item, and looks at the members that are new in it. */
	private Map<String, StoredMember> readMembers() {
		StoredItem before = this.stored;
		this.stored = null;
		StoredItem now;
		try {
			now = this.groups.read(this.group);
		}
		catch (GroupNotFoundException ex) {
			this.livesUntil.clear();
			return this.last.members().isEmpty() ? this.last.members() : Map.of();
		}
		List<String> ids = now.item().ids();
		this.smallKeys.keySet().retainAll(ids);
		this.livesUntil.keySet().retainAll(ids);
		boolean isWhole = before == null || before.stored().connection() != now.stored().connection()
				|| this.budget.allowsFullReading();
		if (isWhole) {
			this.livesUntil.clear();
			this.budget.spend(now.stored().item().data().length + ids.size() * BYTES_PER_MEMBER);
		}
		this.stored = now;
		List<String> asked = mayHaveExpired();
		long askedAt = System.nanoTime();
		Map<String, StoredMember> members = membersOf(now, asked, remainingSeconds(asked), askedAt);
		this.stored = now.stored().itemVersion().isKept() ? now : null;
		return members;
	}

	private Map<String, Long> remainingSeconds(List<String> ids) {
		try {
			return this.commands.remainingSeconds(smallKeys(ids)).await();
		}
		catch (StoreUnavailableException ex) {
			logger.debug("Connection lost while looking at members of group '{}'; reading their keys", this.group, ex);
			return Map.of();
		}
	}

	/**
	 * Returns the live members. Returns the last map if nothing has changed.
	 * @param asked the members that were looked at
	 * @param lives the seconds for which their small keys live, by key
	 */
	private Map<String, StoredMember> membersOf(StoredItem item, List<String> asked, Map<String, Long> lives,
			long askedAt) {
		Set<String> silent = new LinkedHashSet<>();
		for (String id : asked) {
			Long seconds = lives.get(smallKey(id));
			if (seconds == null) {
				this.livesUntil.remove(id);
				silent.add(id);
			}
			else {
				// The server counts whole seconds: the first of them may be over.
				long certain = Math.max(0, Math.min(seconds - 1, LONGEST_TRUST.toSeconds()));
				this.livesUntil.put(id, askedAt + TimeUnit.SECONDS.toNanos(certain));
			}
		}
		Set<String> dead = this.listing.dead(this.group, silent);
		Map<String, StoredMember> members = this.listing.live(this.group, item.item().without(dead),
				this.last.members());
		this.listing.remove(item, dead);
		return members.equals(this.last.members()) ? this.last.members() : members;
	}

	private Map<String, String> annotations(Map<String, ItemVersion> versions) {
		ItemVersion version = versions.get(this.annotationsKey);
		boolean isSame = this.knowsAnnotations && !versions.isEmpty()
				&& Objects.equals(version, this.annotationsVersion) && (version == null || version.isKept());
		if (isSame) {
			return this.last.annotations();
		}
		this.knowsAnnotations = false;
		Map<String, String> annotations = this.annotations.apply(this.group);
		// Read after the version: if they have changed in between, they are read again.
		this.annotationsVersion = version;
		this.knowsAnnotations = !versions.isEmpty() && (version == null) == annotations.isEmpty();
		return annotations;
	}

}
