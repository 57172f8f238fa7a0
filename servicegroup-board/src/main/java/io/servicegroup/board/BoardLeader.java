package io.servicegroup.board;

import java.util.LinkedHashMap;
import java.util.Map;

import io.servicegroup.GroupLeader;
import org.jspecify.annotations.Nullable;

/**
 * The leader of the group.
 *
 * @param elected whether a leader is elected
 * @param id the leader's member id, or {@code null} if unknown
 */
record BoardLeader(boolean elected, @Nullable String id) {

	static final BoardLeader NONE = new BoardLeader(false, null);

	static BoardLeader of(GroupLeader leader) {
		return new BoardLeader(true, leader.memberId());
	}

	Map<String, @Nullable Object> json() {
		Map<String, @Nullable Object> json = new LinkedHashMap<>();
		json.put("elected", this.elected);
		json.put("id", this.id);
		return json;
	}

}
