package io.servicegroup.tooz.memcached;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import io.servicegroup.tooz.format.RawMsgpack;
import io.servicegroup.tooz.memcached.client.Item;
import org.jspecify.annotations.Nullable;

/**
 * The value of a member's key: the time of the heartbeat as a pickled {@code datetime},
 * as Nova writes it, followed by data that only Java reads. Python's unpickler ignores
 * the data after the pickled value.
 *
 * @param token identifies the process that has written the key
 * @param capabilities the packed capabilities
 */
record NovaValue(String token, byte[] capabilities) {

	/** The flags of pickled data in python-memcached. */
	private static final int PICKLED = 1;

	private static final Pattern TIMESTAMP = Pattern.compile("cdatetime\ndatetime\n\\((?:I\\d+\n){7}tR\\.");

	private static final int MAX_TIMESTAMP_LENGTH = 80;

	/** Returns the item to write. */
	Item item(Instant now) {
		ZonedDateTime time = now.atZone(ZoneOffset.UTC);
		byte[] timestamp = String
			.format(Locale.ROOT, "cdatetime\ndatetime\n(I%d\nI%d\nI%d\nI%d\nI%d\nI%d\nI%d\ntR.", time.getYear(),
					time.getMonthValue(), time.getDayOfMonth(), time.getHour(), time.getMinute(), time.getSecond(),
					time.getNano() / 1000)
			.getBytes(StandardCharsets.US_ASCII);
		byte[] own = RawMsgpack.packArray(List.of(RawMsgpack.id(this.token), this.capabilities));
		byte[] all = Arrays.copyOf(timestamp, timestamp.length + own.length);
		System.arraycopy(own, 0, all, timestamp.length, own.length);
		return new Item(PICKLED, all);
	}

	/** Parses an item. Returns {@code null} if no Java member has written it. */
	static @Nullable NovaValue read(Item item) {
		byte[] data = item.data();
		Matcher timestamp = TIMESTAMP
			.matcher(new String(data, 0, Math.min(data.length, MAX_TIMESTAMP_LENGTH), StandardCharsets.ISO_8859_1));
		if (item.flags() != PICKLED || !timestamp.lookingAt()) {
			return null;
		}
		List<byte[]> own = RawMsgpack.array(Arrays.copyOfRange(data, timestamp.end(), data.length));
		String token = (own != null && own.size() == 2) ? RawMsgpack.text(own.get(0)) : null;
		return (own != null && token != null) ? new NovaValue(token, own.get(1)) : null;
	}

}
