package io.servicegroup.tooz.memcached;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import io.servicegroup.tooz.memcached.client.Item;
import io.servicegroup.tooz.memcached.client.VersionedItem;
import org.jspecify.annotations.Nullable;

/**
 * The content of {@link MemcachedKeys#holder} while processes with claims per group use
 * the member id. A release without claims stores its token there instead.
 *
 * @param seconds the longest timeout of these processes, so that one with a shorter
 * timeout does not shorten the heartbeat of the others
 * @param heartbeat the version (<em>cas unique</em>) of the heartbeat that one of these
 * processes has added, or {@code null} if none is recorded
 */
record HolderItem(long seconds, @Nullable Long heartbeat) {

	/** Without any process. */
	static final HolderItem EMPTY = new HolderItem(0, null);

	private static final String PREFIX = "see held ";

	private static final Pattern PATTERN = Pattern.compile(PREFIX + "(\\d{1,9})(?: (\\d{1,18}))?");

	/**
	 * Returns the content, or {@code null} if it is not that of processes with claims.
	 */
	static @Nullable HolderItem parse(@Nullable Item item) {
		Matcher matcher = PATTERN.matcher((item != null) ? new String(item.data(), StandardCharsets.UTF_8) : "");
		if (!matcher.matches()) {
			return null;
		}
		String heartbeat = matcher.group(2);
		return new HolderItem(Long.parseLong(matcher.group(1)), (heartbeat != null) ? Long.valueOf(heartbeat) : null);
	}

	/** Returns whether the item belongs to a process without claims. */
	static boolean isUnclaimed(@Nullable Item item) {
		return item != null && parse(item) == null;
	}

	/** Returns whether a holder item records this heartbeat. */
	static boolean isRecorded(@Nullable Item item, @Nullable VersionedItem heartbeat) {
		HolderItem content = parse(item);
		return content != null && content.heartbeat != null && heartbeat != null
				&& content.heartbeat == heartbeat.version();
	}

	/** Returns a copy whose timeout is not shorter than another one. */
	HolderItem atLeast(Duration timeout) {
		long other = timeout.plusNanos(999_999_999).toSeconds();
		return new HolderItem(Math.max(this.seconds, other), this.heartbeat);
	}

	/** Returns a copy with the version of another heartbeat. */
	HolderItem with(long version) {
		return new HolderItem(this.seconds, version);
	}

	Item item() {
		return Item.raw(PREFIX + this.seconds + ((this.heartbeat != null) ? " " + this.heartbeat : ""));
	}

}
