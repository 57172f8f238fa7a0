package io.servicegroup.tooz.redis;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;
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

	private final RedisConnector connector;

	private final RedisKeys keys;

	DeadMembers(RedisConnector connector, RedisKeys keys) {
		this.connector = connector;
		this.keys = keys;
	}

	/**
	 * Returns those of the members that are dead, as the same arrays. Takes one round
	 * trip, and another if a process with marks has the id of one of them in another
	 * group.
	 * @param group the group's id
	 * @param unmarked members without a mark
	 */
	Set<byte[]> among(String group, List<byte[]> unmarked) {
		List<byte @Nullable []> values = this.connector
			.values(Stream.concat(heartbeats(unmarked), holders(unmarked)).toList());
		Set<byte[]> dead = Collections.newSetFromMap(new IdentityHashMap<>());
		List<byte[]> unclear = new ArrayList<>();
		for (int i = 0; i < unmarked.size(); i++) {
			if (values.get(i) == null) {
				dead.add(unmarked.get(i));
			}
			else if (isMarked(values.get(i + unmarked.size()))) {
				unclear.add(unmarked.get(i));
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

	private Stream<byte[]> marks(String group, Collection<byte[]> members) {
		return members.stream().map((id) -> this.keys.held(group, id));
	}

}
