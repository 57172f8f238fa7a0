package io.servicegroup.tooz.memcached;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.LongSupplier;

import io.servicegroup.tooz.ToozError;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Warns when the server has lost what a heartbeat is to find there; at once, and then at
 * most once a minute.
 */
final class Losses {

	private static final Logger logger = LoggerFactory.getLogger(Losses.class);

	private static final Duration PAUSE = Duration.ofMinutes(1);

	private final MemcachedCommands commands;

	private final String memberId;

	private final LongSupplier nanoTime;

	private @Nullable Long told;

	private int untold;

	Losses(MemcachedCommands commands, String memberId, LongSupplier nanoTime) {
		this.commands = commands;
		this.memberId = memberId;
		this.nanoTime = nanoTime;
	}

	/**
	 * Looks through what a heartbeat has read.
	 * @param ofClaim what is lost of the sign of life
	 */
	void look(List<String> ofClaim, Set<String> groups, Map<String, Item> items) {
		List<String> lost = new ArrayList<>(ofClaim);
		groups.stream()
			.map(MemcachedKeys::group)
			.filter((key) -> !items.containsKey(key))
			.forEach((key) -> lost.add("group " + key));
		if (!items.containsKey(MemcachedKeys.GROUP_LIST)) {
			lost.add("list of groups " + MemcachedKeys.GROUP_LIST);
		}
		if (!lost.isEmpty()) {
			tell(lost);
		}
	}

	private synchronized void tell(List<String> lost) {
		long now = this.nanoTime.getAsLong();
		if (this.told != null && now - this.told < PAUSE.toNanos()) {
			this.untold++;
			return;
		}
		logger
			.warn("{} has lost {}, which the heartbeat of member '{}' writes again; until then others may miss members "
					+ "that live. It is a cache: it evicts what it has no room for, and forgets all in a restart{}. "
					+ "Give it more memory (memcached -m), or the members a memcached of their own{}", this.commands,
					String.join(", ", lost), this.memberId, statistics(),
					(this.untold > 0) ? "; " + this.untold + " more losses since the last such warning" : "");
		this.told = now;
		this.untold = 0;
	}

	/** So that one sees which of the two it was. */
	private String statistics() {
		try {
			Map<String, String> statistics = this.commands.statistics().get();
			return " (evictions: " + statistics.get("evictions") + ", bytes it may use: "
					+ statistics.get("limit_maxbytes") + ", seconds up: " + statistics.get("uptime") + ")";
		}
		catch (ToozError ex) {
			logger.debug("The server does not tell", ex);
			return "";
		}
	}

}
