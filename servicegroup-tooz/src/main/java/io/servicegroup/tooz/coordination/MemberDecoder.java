package io.servicegroup.tooz.coordination;

import java.util.LinkedHashMap;
import java.util.Map;

import io.servicegroup.tooz.Capabilities;
import io.servicegroup.tooz.Coordinator;
import io.servicegroup.tooz.GroupOperations.MemberInfo;
import io.servicegroup.tooz.SerializationException;
import io.servicegroup.tooz.spi.Backend.StoredMember;
import io.servicegroup.tooz.spi.WarnOnce;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Decodes the records of members. Skips unreadable records, and logs each once.
 */
final class MemberDecoder {

	private static final Logger logger = LoggerFactory.getLogger(Coordinator.class);

	private final WarnOnce broken = new WarnOnce();

	Map<String, MemberInfo> decode(String group, Map<String, StoredMember> stored) {
		Map<String, MemberInfo> members = new LinkedHashMap<>();
		stored.forEach((id, member) -> {
			try {
				members.put(id, new MemberInfo(Capabilities.decode(member.capabilities()), member.createdAt(),
						member.updatedAt()));
			}
			catch (SerializationException ex) {
				warnBroken(group, id, member.capabilities(), ex);
			}
		});
		return members;
	}

	private void warnBroken(String group, String id, byte[] bytes, SerializationException ex) {
		if (this.broken.isNews(group + '\0' + id, bytes)) {
			logger.warn(
					"Unreadable capabilities of member '{}' in group '{}' ({}): the member is not listed; it is listed "
							+ "again once it writes valid capabilities. Restart the member if that does not happen",
					id, group, ex.getMessage());
		}
	}

}
