package io.servicegroup.tooz.redis;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Function;

import io.lettuce.core.RedisCommandExecutionException;
import io.servicegroup.tooz.CoordinationException;
import io.servicegroup.tooz.GroupNotFoundException;
import io.servicegroup.tooz.SerializationException;
import io.servicegroup.tooz.redis.RedisGroups.Look;
import io.servicegroup.tooz.redis.RedisGroups.Whole;
import io.servicegroup.tooz.spi.Backend.StoredGroup;
import io.servicegroup.tooz.spi.Backend.StoredMember;
import io.servicegroup.tooz.spi.GroupReader;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads a group whole only when it may have changed. A look in one round trip tells that
 * nothing has: processes of this release set another version with each change and keep
 * the times at which their marks expire. Programs that do neither, such as members in
 * Python and of earlier releases, make the number of fields differ when they join; a
 * group with such a member is read whole each time. The look never tells who is dead: if
 * a mark may have expired, the group is read whole. What such a program does to the
 * record of a live member of this release is seen with that member's next heartbeat.
 */
final class RedisGroupReader implements GroupReader {

	private static final Logger logger = LoggerFactory.getLogger(RedisGroupReader.class);

	/** The bytes that readings of the whole group without need may cost each second. */
	private static final long BYTES_PER_SECOND = 2_000;

	private static final Duration SHORTEST_TRUST = Duration.ofSeconds(10);

	private static final Duration LONGEST_TRUST = Duration.ofMinutes(5);

	/** The time for which this does not look after it was refused. */
	private static final Duration REFUSAL_PAUSE = Duration.ofMinutes(1);

	private final String group;

	private final RedisGroups groups;

	private final RedisConnector connector;

	private final Function<String, Map<String, String>> annotations;

	private StoredGroup last = new StoredGroup(Map.of(), Map.of());

	/** The look before the last whole reading, if it shows later changes. */
	private @Nullable Look known;

	/** The digest of the annotations that were read last. */
	private @Nullable String digest;

	private long knownOnConnection;

	/** When the group is read whole again, changed or not. */
	private long wholeDue;

	private @Nullable Long refusedUntil;

	/**
	 * Creates a reader. Does not call the store.
	 * @param annotations reads the annotations of a group
	 */
	RedisGroupReader(String group, RedisGroups groups, RedisConnector connector,
			Function<String, Map<String, String>> annotations) {
		this.group = group;
		this.groups = groups;
		this.connector = connector;
		this.annotations = annotations;
	}

	@Override
	public StoredGroup read() {
		// Read first, so that a connection that is lost meanwhile is noticed.
		long connection = this.connector.connectionNumber();
		Look now = look();
		Map<String, StoredMember> members = this.last.members();
		if (!isUnchanged(now, connection)) {
			this.known = null;
			members = readMembers(now);
			this.knownOnConnection = connection;
		}
		Map<String, String> annotations = this.last.annotations();
		if (now == null || !now.annotations().equals(this.digest)) {
			this.digest = null;
			annotations = this.annotations.apply(this.group);
			this.digest = (now != null) ? now.annotations() : null;
		}
		if (members != this.last.members() || !annotations.equals(this.last.annotations())) {
			this.last = new StoredGroup(members, annotations);
		}
		return this.last;
	}

	private boolean isUnchanged(@Nullable Look now, long connection) {
		Look before = this.known;
		return now != null && before != null && now.hasSameMembers(before) && this.knownOnConnection == connection
				&& System.nanoTime() - this.wholeDue < 0;
	}

	private @Nullable Look look() {
		Long until = this.refusedUntil;
		if (until != null && System.nanoTime() - until < 0) {
			return null;
		}
		this.refusedUntil = null;
		Look now = null;
		try {
			now = this.groups.look(this.group);
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
	 * Reads all members. Returns the last map if nothing has changed. The look came
	 * before, so a change since then differs from it.
	 */
	private Map<String, StoredMember> readMembers(@Nullable Look before) {
		Map<String, StoredMember> was = this.last.members();
		Whole whole;
		try {
			whole = this.groups.whole(this.group, was);
		}
		catch (GroupNotFoundException ex) {
			return was.isEmpty() ? was : Map.of();
		}
		if (before != null && showsChanges(before, whole)) {
			this.known = before;
			this.wholeDue = System.nanoTime() + trust(whole.bytes());
		}
		// The members of the last reading are the same objects if they have not changed.
		return was.equals(whole.members()) ? was : whole.members();
	}

	private boolean showsChanges(Look look, Whole whole) {
		return whole.expiriesKept() && !look.version().isEmpty() && look.fields() == whole.fields()
				&& look.kept() == whole.members().size()
				&& this.groups.keptAt(this.group, look.time()).equals(whole.members().keySet());
	}

	private static long trust(long bytes) {
		long nanos = Duration.ofSeconds(bytes / BYTES_PER_SECOND).toNanos();
		long longest = Math.min(Math.max(nanos, SHORTEST_TRUST.toNanos()), LONGEST_TRUST.toNanos());
		return longest / 100 * ThreadLocalRandom.current().nextLong(80, 101);
	}

}
