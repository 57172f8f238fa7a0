package io.servicegroup.tooz;

import java.util.LinkedHashMap;
import java.util.Map;

import io.servicegroup.tooz.Backend.StoredMember;
import io.servicegroup.tooz.GroupOperations.MemberInfo;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes values of the bytes in members' records, and leaves out broken ones.
 */
final class MemberRecords {

	private static final Logger logger = LoggerFactory.getLogger(Coordinator.class);

	private final BrokenRecords broken = new BrokenRecords();

	Map<String, MemberInfo> decode(String group, Map<String, StoredMember> stored) {
		Map<String, MemberInfo> members = new LinkedHashMap<>();
		stored.forEach((id, member) -> {
			try {
				members.put(id, new MemberInfo(Capabilities.decode(member.capabilities()), member.createdAt(),
						member.updatedAt()));
			}
			catch (SerializationError ex) {
				tellBroken(group, id, member.capabilities(), ex);
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

}
