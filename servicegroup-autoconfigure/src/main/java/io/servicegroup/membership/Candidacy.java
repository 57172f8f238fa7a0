package io.servicegroup.membership;

import java.time.Duration;
import java.util.Optional;

import io.servicegroup.GroupLeader;
import io.servicegroup.ServiceGroupException;
import io.servicegroup.ServiceGroupUnavailableException;
import io.servicegroup.driver.LeaderElections;
import org.jspecify.annotations.Nullable;

/**
 * This application's candidacy for the leadership of one group, and who led it when the
 * store was last asked.
 */
final class Candidacy implements LeaderElections.Outcome {

	private final String group;

	private final String memberId;

	private final LeaderElections elections;

	private final Announcements announcements;

	/** Whether this member tries, and may lead; it does not while it rests. */
	private volatile boolean standing;

	private long restedAt = System.nanoTime();

	private @Nullable Long fencingToken;

	private volatile @Nullable Reading reading;

	Candidacy(String group, String memberId, LeaderElections elections, Announcements announcements) {
		this.group = group;
		this.memberId = memberId;
		this.elections = elections;
		this.announcements = announcements;
	}

	/** Stands, unless it rests still. Makes no call. */
	synchronized void standIfRested() {
		if (!this.standing && System.nanoTime() - this.restedAt >= 0) {
			this.standing = true;
			this.elections.stand(this.group, this);
		}
	}

	@Override
	public synchronized void elected(@Nullable Long token) {
		this.fencingToken = token;
		if (this.standing) {
			this.announcements.elected(this.group, token);
		}
	}

	@Override
	public synchronized void revoked() {
		this.announcements.revoked(this.group);
	}

	/** Tells what is so, should a call have been lost or come late. */
	synchronized void settle() {
		if (isLeader()) {
			this.announcements.elected(this.group, this.fencingToken);
		}
		if (!isLeader()) {
			this.announcements.revoked(this.group);
		}
	}

	/**
	 * From now on this application leads no longer, though the store does not know yet.
	 * @return whether it led
	 */
	synchronized boolean resign(Duration rest) {
		boolean led = isLeader();
		this.standing = false;
		this.restedAt = System.nanoTime() + rest.toNanos();
		this.announcements.revoked(this.group);
		return led;
	}

	/** Lets another be elected. */
	void withdraw() {
		this.elections.withdraw(this.group, this);
	}

	boolean isLeader() {
		return this.standing && this.elections.isLeader(this.group);
	}

	/** Reads who leads; needs no call where this application does. */
	void read() {
		try {
			this.reading = isLeader() ? null : new Reading(this.elections.leader(this.group), null);
		}
		catch (ServiceGroupException ex) {
			failed(ex);
			throw ex;
		}
	}

	void failed(ServiceGroupException why) {
		this.reading = new Reading(Optional.empty(), why);
	}

	Optional<GroupLeader> leader() {
		if (isLeader()) {
			return Optional.of(new GroupLeader(this.memberId, true));
		}
		Reading last = this.reading;
		return (last != null) ? last.orThrow(this.group) : this.elections.leader(this.group);
	}

	private record Reading(Optional<GroupLeader> leader, @Nullable ServiceGroupException failure) {

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

}
