package io.servicegroup.tooz.memcached;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.LongSupplier;

import io.servicegroup.tooz.CoordinationException;
import io.servicegroup.tooz.memcached.client.MemcachedCommands;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Logs a warning when data that a heartbeat expects is missing from the server, at most
 * once a minute. Thread-safe.
 */
final class EvictionWarnings {

	private static final Logger logger = LoggerFactory.getLogger(EvictionWarnings.class);

	private static final Duration WARNING_INTERVAL = Duration.ofMinutes(1);

	private final MemcachedCommands commands;

	private final String memberId;

	private final LongSupplier nanoTime;

	private @Nullable Long lastWarning;

	private int suppressed;

	EvictionWarnings(MemcachedCommands commands, String memberId, LongSupplier nanoTime) {
		this.commands = commands;
		this.memberId = memberId;
		this.nanoTime = nanoTime;
	}

	/**
	 * Checks the items that a heartbeat has looked at, and logs which ones are missing.
	 * @param lostClaims the missing keys of the member itself
	 * @param groups the groups that the member has joined
	 * @param found the keys of the groups and of the list of groups that were found
	 */
	void check(List<String> lostClaims, Set<String> groups, Set<String> found) {
		List<String> lost = new ArrayList<>(lostClaims);
		groups.stream()
			.map(MemcachedKeys::group)
			.filter((key) -> !found.contains(key))
			.forEach((key) -> lost.add("group item " + key));
		if (!found.contains(MemcachedKeys.GROUP_LIST)) {
			lost.add("list of groups " + MemcachedKeys.GROUP_LIST);
		}
		if (!lost.isEmpty()) {
			warn(lost);
		}
	}

	private synchronized void warn(List<String> lost) {
		long now = this.nanoTime.getAsLong();
		if (this.lastWarning != null && now - this.lastWarning < WARNING_INTERVAL.toNanos()) {
			this.suppressed++;
			return;
		}
		logger.warn("Lost data of member '{}' on {}: {} missing, so other processes may see live members as down; this "
				+ "heartbeat writes it again. memcached evicts items when it is full and loses all in a restart{}. "
				+ "Give it more memory (memcached -m), or use a separate memcached for members{}", this.memberId,
				this.commands, String.join(", ", lost), statistics(),
				(this.suppressed > 0) ? ". " + this.suppressed + " more losses since the last such warning" : "");
		this.lastWarning = now;
		this.suppressed = 0;
	}

	/**
	 * Returns the server's statistics, which show whether an eviction or a restart is the
	 * cause.
	 */
	private String statistics() {
		try {
			Map<String, String> statistics = this.commands.statistics().await();
			return " (evictions: " + statistics.get("evictions") + ", limit_maxbytes: "
					+ statistics.get("limit_maxbytes") + ", uptime: " + statistics.get("uptime") + " s)";
		}
		catch (CoordinationException ex) {
			logger.debug("Statistics of {} could not be read: the warning is logged without them", this.commands, ex);
			return "";
		}
	}

}
