package io.servicegroup.driver.db;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import io.servicegroup.Member;
import io.servicegroup.MemberSwitches;
import io.servicegroup.driver.GroupListing;
import io.servicegroup.driver.PlainCapabilities;
import io.servicegroup.tooz.BrokenRecords;
import io.servicegroup.tooz.SerializationError;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes listings of rows. A member is up by a column of its own: whose capabilities are
 * broken is up without any.
 */
final class Listings {

	private static final Logger logger = LoggerFactory.getLogger(DbServiceGroupDriver.class);

	private final BrokenRecords broken = new BrokenRecords();

	GroupListing of(String group, List<Row> rows, String self) {
		List<Member> living = new ArrayList<>();
		Map<String, MemberSwitches> switches = new HashMap<>();
		for (Row row : rows) {
			if (row.lastSeen() != null) {
				living.add(new Member(row.member(), row.member().equals(self), true,
						capabilities(group, row.member(), row.capabilities()), row.lastSeen()));
			}
			if (!row.switches().equals(MemberSwitches.NONE)) {
				switches.put(row.member(), row.switches());
			}
		}
		return GroupListing.of(living, switches);
	}

	private Map<String, @Nullable Object> capabilities(String group, String member, byte @Nullable [] bytes) {
		try {
			return PlainCapabilities.unpacked(bytes);
		}
		catch (SerializationError ex) {
			if (bytes != null && this.broken.isNews(group + '\0' + member, bytes)) {
				logger.warn("Member '{}' of group '{}' is shown without capabilities: those in the table are broken "
						+ "({}). They show again once it writes them anew", member, group, ex.getMessage());
			}
			return Map.of();
		}
	}

}
