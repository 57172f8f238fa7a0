package io.servicegroup.tooz.redis;

import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Supplier;

import io.lettuce.core.RedisCommandExecutionException;
import io.servicegroup.tooz.CoordinationException;
import io.servicegroup.tooz.GroupNotFoundException;
import io.servicegroup.tooz.SerializationException;
import io.servicegroup.tooz.concurrent.VersionedMap;
import io.servicegroup.tooz.redis.GroupLooks.Look;
import io.servicegroup.tooz.redis.RedisGroups.Whole;
import io.servicegroup.tooz.spi.Backend.StoredGroup;
import io.servicegroup.tooz.spi.Backend.StoredMember;
import io.servicegroup.tooz.spi.GroupReader;
import io.servicegroup.tooz.spi.ReadingBudget;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads only what has changed in a group. A look in one round trip shows that nothing
 * has, or which members have: processes of this release set another version with each
 * change and keep the times at which their marks expire. Programs that do neither, such
 * as members in Python and of earlier releases, make the number of fields differ when
 * they join; a group with such a member is read whole each time. The look never decides
 * who is dead: if a mark may have expired, the mark itself and the heartbeat are read.
 * What such a program does to the record of a live member of this release is seen with
 * that member's next heartbeat.
 */
final class RedisGroupReader implements GroupReader {

	private static final Logger logger = LoggerFactory.getLogger(RedisGroupReader.class);

	/** The time for which this does not look after it was refused. */
	private static final Duration REFUSAL_PAUSE = Duration.ofMinutes(1);

	private final String group;

	private final RedisGroups groups;

	private final GroupLooks looks;

	private final RedisConnector connector;

	private final Function<String, Map<String, String>> annotations;

	private VersionedMap<StoredMember> members = VersionedMap.empty();

	private StoredGroup last = new StoredGroup(this.members, Map.of());

	/** The look before the last reading, if it shows later changes. */
	private @Nullable Look known;

	/** The digest of the annotations that were read last; empty if there were none. */
	private @Nullable String digest = "";

	private long knownOnConnection;

	private final ReadingBudget budget = new ReadingBudget(System::nanoTime);

	private @Nullable Long refusedUntil;

	/**
	 * Creates a reader. Does not call the store.
	 * @param annotations reads the annotations of a group
	 */
	RedisGroupReader(String group, RedisGroups groups, GroupLooks looks, RedisConnector connector,
			Function<String, Map<String, String>> annotations) {
		this.group = group;
		this.groups = groups;
		this.looks = looks;
		this.connector = connector;
		this.annotations = annotations;
	}

	@Override
	@SuppressWarnings("ReferenceEquality")
	public StoredGroup read() {
		// Read first, so that a connection that is lost meanwhile is noticed.
		long connection = this.connector.connectionNumber();
		if (this.knownOnConnection != connection || this.budget.allowsFullReading()) {
			this.known = null;
			this.knownOnConnection = connection;
		}
		Look now = look();
		Look before = this.known;
		VersionedMap<StoredMember> read = this.members;
		if (now == null || before == null || !now.hasSameMembers(before)) {
			this.known = null;
			VersionedMap<StoredMember> changed = (now != null && before != null) ? readChanged(before, now) : null;
			read = (changed != null) ? changed : readWhole(now);
		}
		// If a call below fails, the members are read again: they were not returned.
		Look agreed = this.known;
		this.known = null;
		Map<String, String> annotations = this.last.annotations();
		if (now == null || !now.annotations().equals(this.digest)) {
			this.digest = null;
			annotations = this.annotations.apply(this.group);
			// They may have been written or removed since the look.
			this.digest = (now != null && now.annotations().isEmpty() == annotations.isEmpty()) ? now.annotations()
					: null;
		}
		if (read != this.members || !annotations.equals(this.last.annotations())) {
			this.last = new StoredGroup(read, annotations);
			this.members = read;
		}
		this.known = agreed;
		return this.last;
	}

	private @Nullable Look look() {
		Long until = this.refusedUntil;
		if (until != null && System.nanoTime() - until < 0) {
			return null;
		}
		this.refusedUntil = null;
		Look now = null;
		try {
			now = this.looks.look(this.group, this.known);
		}
		catch (SerializationException ex) {
			logger.debug("Key of group '{}' has another type; reading it whole", this.group, ex);
		}
		catch (CoordinationException ex) {
			if (!(ex.getCause() instanceof RedisCommandExecutionException)) {
				throw ex;
			}
			logger.debug("Look at group '{}' was refused; reading it whole", this.group, ex);
		}
		if (now == null) {
			this.refusedUntil = System.nanoTime() + REFUSAL_PAUSE.toNanos();
		}
		return now;
	}

	/**
	 * Reads the members that have changed between two looks. Returns {@code null} if the
	 * looks do not tell which, or if the result does not match the last look.
	 */
	private @Nullable VersionedMap<StoredMember> readChanged(Look before, Look now) {
		Collection<byte[]> changed = now.changed();
		if (changed == null || changed.isEmpty()) {
			return null;
		}
		Map<String, byte[]> ids = new LinkedHashMap<>();
		changed.forEach((id) -> ids.put(RedisKeys.text(id), id));
		Whole read = this.groups.some(this.group, ids.values(), this.members);
		Map<String, @Nullable StoredMember> changes = new HashMap<>();
		ids.keySet().forEach((id) -> changes.put(id, read.members().get(id)));
		VersionedMap<StoredMember> next = this.members.with(changes);
		long otherFields = before.fields() - this.members.size();
		if (!read.expiriesKept() || now.kept() != next.size()
				|| now.fields() != next.size() + otherFields + read.dead()) {
			return null;
		}
		this.known = now.without(read.dead());
		return next;
	}

	/**
	 * Reads all members. Returns the last map if nothing has changed. The look came
	 * before, so a change since then differs from it.
	 */
	private VersionedMap<StoredMember> readWhole(@Nullable Look before) {
		// In the same round trip as the records.
		Supplier<Set<String>> kept = (before != null && !before.version().isEmpty())
				? this.looks.keptAt(this.group, before) : null;
		Whole whole;
		try {
			whole = this.groups.whole(this.group, this.members);
		}
		catch (GroupNotFoundException ex) {
			return this.members.to(Map.of());
		}
		if (before != null && kept != null && showsChanges(before, whole, kept)) {
			this.known = before.without(whole.dead());
			this.budget.spend(whole.bytes());
		}
		return this.members.to(whole.members());
	}

	private static boolean showsChanges(Look look, Whole whole, Supplier<Set<String>> kept) {
		return whole.expiriesKept() && look.fields() == whole.fields() && look.kept() == whole.members().size()
				&& kept.get().equals(whole.members().keySet());
	}

}
