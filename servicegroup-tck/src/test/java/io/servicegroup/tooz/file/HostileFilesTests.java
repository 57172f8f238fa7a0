package io.servicegroup.tooz.file;

import java.time.LocalDateTime;

import io.servicegroup.tck.Mutations;
import io.servicegroup.tooz.Capabilities;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests malicious contents of files.
 */
@Timeout(60)
class HostileFilesTests {

	@Test
	void mutatedMembersAreReadOrRefused() {
		byte[] member = MemberFile.member("other", Capabilities.encode("x"), LocalDateTime.of(2026, 1, 2, 3, 4));
		new Mutations(20261122, member).forEach(Mutations.COUNT, (bytes) -> {
			var record = MemberFile.record(bytes);
			assertThat(MemberFile.id(record, "member_id")).isNotNull();
			assertThat(MemberFile.capabilities(record)).isNotEmpty();
			var joinedOn = MemberFile.joinedOn(record);
			assertThat(joinedOn == null || joinedOn.toEpochMilli() != 0).isTrue();
		});
	}

	@Test
	void mutatedGroupsAreReadOrRefused() {
		new Mutations(20261122, MemberFile.group("g")).forEach(Mutations.COUNT,
				(bytes) -> assertThat(MemberFile.id(MemberFile.record(bytes), "group_id")).isNotNull());
	}

}
