package io.servicegroup.tooz.coordination;

import java.util.LinkedHashMap;
import java.util.Map;

import io.servicegroup.tooz.Capabilities;
import io.servicegroup.tooz.Coordinator;
import io.servicegroup.tooz.GroupOperations.MemberInfo;
import io.servicegroup.tooz.SerializationException;
import io.servicegroup.tooz.format.Printable;
import io.servicegroup.tooz.spi.Backend.StoredMember;
import io.servicegroup.tooz.spi.UnreadableRecords;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Decodes the records of members. A member whose capabilities cannot be read is live all
 * the same: it is listed with the problem.
 */
final class MemberDecoder {

	private static final Logger logger = LoggerFactory.getLogger(Coordinator.class);

	private final UnreadableRecords unreadable = new UnreadableRecords();

	Map<String, MemberInfo> decode(String group, Map<String, StoredMember> stored) {
		Map<String, MemberInfo> members = new LinkedHashMap<>();
		Map<String, String> reasons = new LinkedHashMap<>();
		stored.forEach((id, member) -> members.put(id, decode(id, member, reasons)));
		this.unreadable.report(group, reasons,
				(found) -> logger.warn(
						"Unreadable capabilities of {} in group '{}' ({}): listed as up, without capabilities, until "
								+ "valid ones are written. Restart the member if that does not happen",
						found.subject("member"), Printable.of(group), found.reason()));
		return members;
	}

	private static MemberInfo decode(String id, StoredMember member, Map<String, String> reasons) {
		try {
			return new MemberInfo(Capabilities.decode(member.capabilities()), null, member.createdAt(),
					member.updatedAt());
		}
		catch (SerializationException ex) {
			String problem = String.valueOf(ex.getMessage());
			reasons.put(id, problem);
			return new MemberInfo(null, problem, member.createdAt(), member.updatedAt());
		}
	}

}
