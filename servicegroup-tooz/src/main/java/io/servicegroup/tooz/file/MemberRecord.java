package io.servicegroup.tooz.file;

import java.util.Map;

import io.servicegroup.tooz.spi.Backend.StoredMember;

/**
 * A member as it was read.
 *
 * @param version the version of the file
 * @param content the content of the file
 * @param id the member's id
 * @param member what the content says
 */
record MemberRecord(FileVersion version, byte[] content, String id, StoredMember member) {

	static MemberRecord of(FileVersion version, byte[] content, String id, Map<String, byte[]> fields) {
		return new MemberRecord(version, content, id, new StoredMember(MemberFile.capabilities(fields),
				MemberFile.joinedOn(fields), version.modified().toInstant()));
	}

	boolean isOf(FileVersion found) {
		return this.version.isSettled() && this.version.equals(found);
	}

	/** Returns the same record in another version of the file. */
	MemberRecord at(FileVersion changed) {
		return new MemberRecord(changed, this.content, this.id,
				new StoredMember(this.member.capabilities(), this.member.createdAt(), changed.modified().toInstant()));
	}

}
