package io.servicegroup.tooz.redis;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import io.servicegroup.tooz.CoordinationException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Finds the dead members of a group, and removes them. A Java member lives while its mark
 * in the group exists: another process with its id, in another group, may keep the
 * heartbeat. A heartbeat of a process without marks, in Python or of an earlier release,
 * counts for all groups.
 */
final class DeadMembers {

	private static final Logger logger = LoggerFactory.getLogger(DeadMembers.class);

	private static final int MAX_UNMARKED_GROUPS = 1000;

	private final RedisConnector connector;

	private final RedisKeys keys;

	/** The groups most of whose members had no mark when they were read last. */
	private final Set<String> unmarkedGroups = ConcurrentHashMap.newKeySet();

	DeadMembers(RedisConnector connector, RedisKeys keys) {
		this.connector = connector;
		this.keys = keys;
	}

	/** Whether most members of a group had no mark when it was read last. */
	boolean isUnmarked(String group) {
		return this.unmarkedGroups.contains(group);
	}

	/** Takes the marks of a group's members, which are enough where most have one. */
	Signs signs(String group, List<byte[]> ids, List<byte @Nullable []> marks) {
		noteUnmarked(group, 2 * marks.stream().filter(Objects::isNull).count() > ids.size());
		return new Signs(ids, marks, null);
	}

	/**
	 * Reads the heartbeats and holders first, as most members have no mark. The heartbeat
	 * of a process without marks is enough to know that the member lives; the marks of
	 * the others are read.
	 */
	Signs readUnmarked(String group, List<byte[]> ids) {
		List<byte @Nullable []> values = this.connector.values(Stream.concat(heartbeats(ids), holders(ids)).toList());
		List<byte @Nullable []> marks = new ArrayList<>(Collections.nCopies(ids.size(), null));
		List<Integer> others = IntStream.range(0, ids.size())
			.filter((i) -> values.get(i) == null || isMarked(values.get(i + ids.size())))
			.boxed()
			.toList();
		Iterator<byte @Nullable []> read = this.connector
			.values(marks(group, others.stream().map(ids::get).toList()).toList())
			.iterator();
		others.forEach((i) -> marks.set(i, read.next()));
		noteUnmarked(group, 2 * others.size() <= ids.size());
		return new Signs(ids, marks, values);
	}

	private void noteUnmarked(String group, boolean unmarked) {
		if (!unmarked) {
			this.unmarkedGroups.remove(group);
		}
		else if (this.unmarkedGroups.size() < MAX_UNMARKED_GROUPS) {
			this.unmarkedGroups.add(group);
		}
	}

	/**
	 * Returns those of the members that are dead, as the same arrays. Takes one round
	 * trip if members have no mark and their heartbeats were not read, and another if a
	 * process with marks has the id of one of them in another group.
	 */
	Set<byte[]> among(String group, Signs signs) {
		List<Integer> unmarked = IntStream.range(0, signs.ids.size())
			.filter((i) -> signs.marks.get(i) == null)
			.boxed()
			.toList();
		if (unmarked.isEmpty()) {
			return Set.of();
		}
		List<byte[]> ids = unmarked.stream().map(signs.ids::get).toList();
		List<byte @Nullable []> read = signs.heartbeatsAndHolders;
		List<byte @Nullable []> values = (read != null) ? read
				: this.connector.values(Stream.concat(heartbeats(ids), holders(ids)).toList());
		Set<byte[]> dead = Collections.newSetFromMap(new IdentityHashMap<>());
		List<byte[]> unclear = new ArrayList<>();
		for (int i = 0; i < ids.size(); i++) {
			int index = (read != null) ? unmarked.get(i) : i;
			if (values.get(index) == null) {
				dead.add(ids.get(i));
			}
			else if (isMarked(values.get(index + values.size() / 2))) {
				unclear.add(ids.get(i));
			}
		}
		dead.addAll(outlived(group, unclear));
		return dead;
	}

	private static boolean isMarked(byte @Nullable [] holder) {
		return holder != null && new String(holder, StandardCharsets.ISO_8859_1).startsWith(RedisKeys.MARKED);
	}

	private List<byte[]> outlived(String group, List<byte[]> unclear) {
		if (unclear.isEmpty()) {
			return unclear;
		}
		List<byte[]> used = Stream.concat(heartbeats(unclear), holders(unclear)).toList();
		List<Long> dead = this.connector.run(RedisScripts.OUTLIVED, this.keys.group(group), used);
		return dead.stream().map((index) -> unclear.get(index.intValue())).toList();
	}

	/**
	 * Removes dead members. Throws if the server refuses writes: then live members may be
	 * among them, and one in Python would not register again.
	 */
	void remove(String group, Collection<byte[]> dead) {
		requireWritable();
		List<byte[]> used = Stream
			.of(Stream.of(this.keys.group(group)), heartbeats(dead), holders(dead), marks(group, dead))
			.flatMap((some) -> some)
			.toList();
		List<byte[]> arguments = new ArrayList<>(List.of(RedisKeys.bytes(this.keys.channel(group))));
		arguments.addAll(dead);
		try {
			this.connector.run(RedisScripts.REMOVE_DEAD, this.keys.group(group), used,
					arguments.toArray(byte[][]::new));
		}
		catch (CoordinationException ex) {
			// Harmless: the returned list does not contain the dead members.
			logger.debug("Removal of {} dead members of group '{}' failed; the next reading retries it", dead.size(),
					group, ex);
		}
	}

	void requireWritable() {
		this.connector.requireWritable(this.keys.probe());
	}

	private Stream<byte[]> heartbeats(Collection<byte[]> members) {
		return members.stream().map(this.keys::heartbeat);
	}

	private Stream<byte[]> holders(Collection<byte[]> members) {
		return members.stream().map(this.keys::holder);
	}

	Stream<byte[]> marks(String group, Collection<byte[]> members) {
		return members.stream().map(this.keys.held(group));
	}

	/**
	 * What was read of members to find the dead ones.
	 *
	 * @param ids the members
	 * @param marks their marks, {@code null} for none, or where the heartbeat is enough
	 * @param heartbeatsAndHolders the heartbeats of all, then the holders of all, or
	 * {@code null} if they were not read
	 */
	record Signs(List<byte[]> ids, List<byte @Nullable []> marks,
			@Nullable List<byte @Nullable []> heartbeatsAndHolders) {
	}

}
