package io.servicegroup.tooz.coordination;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Function;

import io.servicegroup.tooz.Coordinator;
import io.servicegroup.tooz.GroupOperations.MemberInfo;
import io.servicegroup.tooz.SerializationException;
import io.servicegroup.tooz.concurrent.VersionedMap;
import io.servicegroup.tooz.format.Printable;
import io.servicegroup.tooz.spi.Backend.StoredMember;
import io.servicegroup.tooz.spi.UnreadableRecords;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Decodes the records of members. A member whose capabilities cannot be read is live all
 * the same: it is listed with the problem.
 */
final class MemberDecoder {

	private static final Logger logger = LoggerFactory.getLogger(Coordinator.class);

	private final UnreadableRecords unreadable = new UnreadableRecords();

	private final boolean timed;

	private final Function<byte[], @Nullable Object> capabilities;

	/**
	 * Creates a decoder.
	 * @param timed whether the times of members come from the store
	 * @param capabilities decodes the capabilities
	 */
	MemberDecoder(boolean timed, Function<byte[], @Nullable Object> capabilities) {
		this.timed = timed;
		this.capabilities = capabilities;
	}

	boolean isTimed() {
		return this.timed;
	}

	Map<String, MemberInfo> decode(String group, Map<String, StoredMember> stored) {
		Map<String, MemberInfo> members = changes(stored, Decoded.NONE);
		report(group, problems(members, Map.of()));
		return members;
	}

	/**
	 * Decodes a reading of a group. Capabilities whose bytes were in the last one are not
	 * decoded again.
	 * @param last the last reading
	 * @return the reading, with the members of the last one if none has changed, and with
	 * the same objects for members that have not changed
	 */
	Decoded decode(String group, Map<String, StoredMember> stored, Decoded last) {
		Map<String, @Nullable MemberInfo> changes = changes(stored, last);
		Map<String, String> problems = problems(changes, last.problems());
		report(group, problems);
		return new Decoded(stored, last.members().with(changes), problems);
	}

	private static Map<String, String> problems(Map<String, @Nullable MemberInfo> changes, Map<String, String> before) {
		Map<String, String> problems = new LinkedHashMap<>(before);
		changes.forEach((id, info) -> {
			String problem = (info != null) ? info.capabilitiesProblem() : null;
			if (problem != null) {
				problems.put(id, problem);
			}
			else {
				problems.remove(id);
			}
		});
		return problems;
	}

	/** Logs unreadable capabilities. To be called after each reading. */
	void report(String group, Map<String, String> problems) {
		this.unreadable.report(group, problems,
				(found) -> logger.warn(
						"Unreadable capabilities of {} in group '{}' ({}): listed as up, without capabilities, until "
								+ "valid ones are written. Restart the member if that does not happen",
						found.subject("member"), Printable.of(group), found.reason()));
	}

	@SuppressWarnings("ReferenceEquality")
	private boolean isSame(StoredMember now, @Nullable StoredMember before) {
		return now == before || (before != null && Arrays.equals(now.capabilities(), before.capabilities())
				&& (!this.timed || (now.updatedAt().equals(before.updatedAt())
						&& Objects.equals(now.createdAt(), before.createdAt()))));
	}

	/** Decodes what differs. Returns {@code null} for members that have left. */
	@SuppressWarnings("ReferenceEquality")
	private Map<String, @Nullable MemberInfo> changes(Map<String, StoredMember> stored, Decoded last) {
		Map<String, @Nullable MemberInfo> changes = new LinkedHashMap<>();
		Set<String> known = VersionedMap.changes(last.stored(), stored);
		for (String id : (known != null) ? known : stored.keySet()) {
			StoredMember now = stored.get(id);
			MemberInfo before = last.members().get(id);
			MemberInfo info = (now != null) ? decode(now, last.stored().get(id), before) : null;
			if (info != before) {
				changes.put(id, info);
			}
		}
		if (known == null) {
			last.stored()
				.keySet()
				.stream()
				.filter((id) -> !stored.containsKey(id))
				.forEach((id) -> changes.put(id, null));
		}
		return changes;
	}

	private MemberInfo decode(StoredMember now, @Nullable StoredMember before, @Nullable MemberInfo known) {
		if (before != null && known != null) {
			if (isSame(now, before)) {
				return known;
			}
			if (Arrays.equals(now.capabilities(), before.capabilities())) {
				return new MemberInfo(known.capabilities(), known.capabilitiesProblem(), now.createdAt(),
						now.updatedAt());
			}
		}
		try {
			return new MemberInfo(this.capabilities.apply(now.capabilities()), null, now.createdAt(), now.updatedAt());
		}
		catch (SerializationException ex) {
			return new MemberInfo(null, String.valueOf(ex.getMessage()), now.createdAt(), now.updatedAt());
		}
	}

	/**
	 * A decoded reading of a group.
	 *
	 * @param stored the records
	 * @param members the members by id
	 * @param problems why capabilities cannot be read, by member id
	 */
	record Decoded(Map<String, StoredMember> stored, VersionedMap<MemberInfo> members, Map<String, String> problems) {

		static final Decoded NONE = new Decoded(Map.of(), VersionedMap.empty(), Map.of());

	}

}
