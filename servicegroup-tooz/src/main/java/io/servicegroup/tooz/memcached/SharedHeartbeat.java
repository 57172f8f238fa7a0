package io.servicegroup.tooz.memcached;

import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

import io.servicegroup.tooz.memcached.client.Expiry;
import io.servicegroup.tooz.memcached.client.Item;
import io.servicegroup.tooz.memcached.client.MemcachedCommands;
import io.servicegroup.tooz.memcached.client.Reply;
import io.servicegroup.tooz.memcached.client.VersionedItem;
import io.servicegroup.tooz.spi.RetryBackoff;
import org.jspecify.annotations.Nullable;

/**
 * tooz's heartbeat of a member id, which all processes with the id share, and the
 * {@link HolderItem} beside it. Python renews its heartbeat with <em>set</em>, which
 * changes the version of the item. Processes with claims per group add the heartbeat,
 * record its version in the holder item, and renew it with <em>touch</em>, which keeps
 * the version. Any other heartbeat is of a process without claims, in Python or of an
 * earlier release. It is not renewed, so it expires with that process.
 */
final class SharedHeartbeat {

	private static final Item STILL_ALIVE = Item.raw("It's alive!");

	private final MemcachedCommands commands;

	private final Duration timeout;

	private final Duration retryTimeout;

	private final Clock clock;

	private final String key;

	private final String holderKey;

	/**
	 * The version of the last heartbeat that this process has added or has seen recorded,
	 * as the holder item may be evicted.
	 */
	private volatile @Nullable Long known;

	SharedHeartbeat(MemcachedCommands commands, String memberId, Duration timeout, Duration retryTimeout, Clock clock) {
		this.commands = commands;
		this.timeout = timeout;
		this.retryTimeout = retryTimeout;
		this.clock = clock;
		this.key = MemcachedKeys.heartbeat(memberId);
		this.holderKey = MemcachedKeys.holder(memberId);
	}

	/** Returns whether a process without claims uses the id. */
	boolean isUnclaimed(State state) {
		return HolderItem.isUnclaimed(state.holderItem()) || (state.heartbeat() != null && !isShared(state));
	}

	/** Returns whether there is a heartbeat of processes with claims. */
	private boolean isShared(State state) {
		VersionedItem heartbeat = state.heartbeat();
		if (heartbeat == null || HolderItem.isUnclaimed(state.holderItem())) {
			return false;
		}
		if (HolderItem.isRecorded(state.holderItem(), heartbeat)) {
			this.known = heartbeat.version();
		}
		Long version = this.known;
		return version != null && version == heartbeat.version();
	}

	/** Returns the keys of both items that are missing. */
	List<String> missing(State state) {
		List<String> missing = new ArrayList<>();
		if (state.heartbeat() == null) {
			missing.add("heartbeat key " + this.key);
		}
		if (state.holder() == null) {
			missing.add("holder key " + this.holderKey);
		}
		return missing;
	}

	/**
	 * Returns both items with the longest timeout of all processes, without those of a
	 * process without claims. The heartbeat is the first, so that it does not outlive the
	 * holder item.
	 */
	List<Renewal> renewals(State state) {
		List<Renewal> renewals = new ArrayList<>();
		HolderItem content = content(state);
		if (!isUnclaimed(state)) {
			renewals.add(new Renewal(this.key, exptime(content), STILL_ALIVE));
		}
		if (!HolderItem.isUnclaimed(state.holderItem())) {
			renewals.add(new Renewal(this.holderKey, exptime(content), content.item()));
		}
		return renewals;
	}

	/** Returns what the holder item should contain. */
	private HolderItem content(State state) {
		HolderItem stored = HolderItem.parse(state.holderItem());
		HolderItem content = ((stored != null) ? stored : HolderItem.EMPTY).atLeast(this.timeout);
		VersionedItem heartbeat = state.heartbeat();
		return (heartbeat != null && isShared(state)) ? content.with(heartbeat.version()) : content;
	}

	/**
	 * Returns for how many seconds both items are renewed, or -1 if a heartbeat has to
	 * read them: one is missing, or not as processes with claims leave it.
	 */
	long settledSeconds(State state) {
		return (isShared(state) && isUpToDate(state)) ? content(state).seconds() : -1;
	}

	/** Returns whether {@link #update} has nothing to do. */
	boolean isUpToDate(State state) {
		Item holder = state.holderItem();
		return holder != null && (HolderItem.isUnclaimed(holder) || holder.isSame(content(state).item()));
	}

	/**
	 * Reads both items, for {@link #update} and {@link #release}. Reads the holder item
	 * first: if a process adds another heartbeat after that and records it, a
	 * <em>cas</em> on the holder item fails.
	 * @return the reply to the requests that were sent
	 */
	Reply<State> read() {
		Reply<@Nullable VersionedItem> holder = this.commands.gets(this.holderKey);
		Reply<@Nullable VersionedItem> heartbeat = this.commands.gets(this.key);
		return () -> new State(heartbeat.await(), holder.await());
	}

	/**
	 * Lets other processes know this one's timeout, and the heartbeat that it has added.
	 * @param read both items, read right after the heartbeat was added
	 * @param isAdded whether this process has added the heartbeat. If Python has written
	 * one just before the reading, it passes for the added one until Python's next
	 */
	void update(State read, boolean isAdded) {
		VersionedItem heartbeat = read.heartbeat();
		if (isAdded && heartbeat != null) {
			this.known = heartbeat.version();
		}
		RetryBackoff attempts = new RetryBackoff("item '" + this.holderKey + "'", this.retryTimeout);
		for (State next = read; !tryUpdate(next); next = read().await()) {
			attempts.pause();
		}
	}

	private boolean tryUpdate(State read) {
		VersionedItem holder = read.holder();
		if (holder == null || isUpToDate(read)) {
			return true;
		}
		HolderItem content = content(read);
		return this.commands.cas(this.holderKey, holder, exptime(content), content.item()).await();
	}

	/**
	 * Removes both items, without those of a process without claims. Removes the
	 * heartbeat first, so that it is never without the holder item.
	 */
	void release(State read) {
		VersionedItem heartbeat = read.heartbeat();
		VersionedItem holder = read.holder();
		List<Reply<Boolean>> removed = new ArrayList<>();
		if (heartbeat != null && isShared(read)) {
			removed.add(this.commands.cas(this.key, heartbeat, Expiry.IMMEDIATE, STILL_ALIVE));
		}
		if (holder != null && !HolderItem.isUnclaimed(holder.item())) {
			removed.add(this.commands.cas(this.holderKey, holder, Expiry.IMMEDIATE, holder.item()));
		}
		removed.forEach(Reply::await);
	}

	private int exptime(HolderItem content) {
		return Expiry.after(Duration.ofSeconds(content.seconds()), this.clock.instant());
	}

	/**
	 * Both items as they were read.
	 *
	 * @param heartbeat the heartbeat, or {@code null}
	 * @param holder the holder item, or {@code null}
	 */
	record State(@Nullable VersionedItem heartbeat, @Nullable VersionedItem holder) {

		@Nullable Item holderItem() {
			return (this.holder != null) ? this.holder.item() : null;
		}

	}

}
