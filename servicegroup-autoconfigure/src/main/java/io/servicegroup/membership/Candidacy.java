package io.servicegroup.membership;

import java.time.Duration;
import java.util.Optional;
import java.util.function.LongSupplier;

import io.servicegroup.GroupLeader;
import io.servicegroup.ServiceGroupException;
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

	private final LongSupplier nanoTime;

	/** Whether this member tries, and may lead; it does not while it rests. */
	private volatile boolean standing;

	private long restedAt;

	private @Nullable Long fencingToken;

	private volatile @Nullable LeaderReading reading;

	Candidacy(String group, String memberId, LeaderElections elections, Announcements announcements,
			LongSupplier nanoTime) {
		this.group = group;
		this.memberId = memberId;
		this.elections = elections;
		this.announcements = announcements;
		this.nanoTime = nanoTime;
		this.restedAt = nanoTime.getAsLong();
	}

	/** Stands, unless it rests still. Makes no call. */
	synchronized void standIfRested() {
		if (!this.standing && this.nanoTime.getAsLong() - this.restedAt >= 0) {
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
		this.restedAt = this.nanoTime.getAsLong() + rest.toNanos();
		this.reading = null;
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

	/**
	 * Reads who leads. Where this application does, that needs no call; should it lose
	 * the leadership, nobody is held up by a store that may be away.
	 */
	void read() {
		try {
			this.reading = isLeader() ? LeaderReading.OUTDATED
					: new LeaderReading(this.elections.leader(this.group), null);
		}
		catch (ServiceGroupException ex) {
			failed(ex);
			throw ex;
		}
	}

	void failed(ServiceGroupException why) {
		this.reading = new LeaderReading(Optional.empty(), why);
	}

	Optional<GroupLeader> leader() {
		if (isLeader()) {
			return Optional.of(new GroupLeader(this.memberId, true));
		}
		LeaderReading last = this.reading;
		return (last != null) ? last.orThrow(this.group) : this.elections.leader(this.group);
	}

}
