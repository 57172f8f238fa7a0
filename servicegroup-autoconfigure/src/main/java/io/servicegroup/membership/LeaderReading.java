package io.servicegroup.membership;

import java.util.Optional;

import io.servicegroup.GroupLeader;
import io.servicegroup.ServiceGroupException;
import io.servicegroup.ServiceGroupUnavailableException;
import org.jspecify.annotations.Nullable;

/**
 * Who led a group when the store was last asked, or why it could not be.
 */
record LeaderReading(Optional<GroupLeader> leader, @Nullable ServiceGroupException failure) {

	/** For who led until now. */
	static final LeaderReading OUTDATED = new LeaderReading(Optional.empty(),
			new ServiceGroupUnavailableException("It was not read since this application led it", null));

	Optional<GroupLeader> orThrow(String group) {
		if (this.failure instanceof ServiceGroupUnavailableException) {
			throw new ServiceGroupUnavailableException(
					"Who leads group '" + group + "' cannot be read. " + this.failure.getMessage(), this.failure);
		}
		if (this.failure != null) {
			throw this.failure;
		}
		return this.leader;
	}

}
