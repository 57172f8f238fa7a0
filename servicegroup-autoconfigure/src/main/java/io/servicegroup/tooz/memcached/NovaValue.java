package io.servicegroup.tooz.memcached;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;

/**
 * What stands under a member's key: as Nova writes it, the moment of the report, a
 * pickled {@code datetime}. A reader of Python stops at its end; what only Java knows
 * follows.
 *
 * @param token says whose the key is
 * @param capabilities the packed capabilities
 */
record NovaValue(String token, byte[] capabilities) {

	/** As python-memcache marks what is pickled. */
	private static final int PICKLED = 1;

	private static final Pattern MOMENT = Pattern.compile("cdatetime\ndatetime\n\\((?:I\\d+\n){7}tR\\.");

	private static final int LONGEST_MOMENT = 80;

	Item item(Instant now) {
		ZonedDateTime time = now.atZone(ZoneOffset.UTC);
		byte[] moment = "cdatetime\ndatetime\n(I%d\nI%d\nI%d\nI%d\nI%d\nI%d\nI%d\ntR."
			.formatted(time.getYear(), time.getMonthValue(), time.getDayOfMonth(), time.getHour(), time.getMinute(),
					time.getSecond(), time.getNano() / 1000)
			.getBytes(StandardCharsets.US_ASCII);
		byte[] ours = RawValues.packArray(List.of(RawValues.id(this.token), this.capabilities));
		byte[] both = Arrays.copyOf(moment, moment.length + ours.length);
		System.arraycopy(ours, 0, both, moment.length, ours.length);
		return new Item(PICKLED, both);
	}

	/** Reads what a Java member has written; anything else is {@code null}. */
	static @Nullable NovaValue read(Item item) {
		byte[] data = item.data();
		Matcher moment = MOMENT
			.matcher(new String(data, 0, Math.min(data.length, LONGEST_MOMENT), StandardCharsets.ISO_8859_1));
		if (item.flags() != PICKLED || !moment.lookingAt()) {
			return null;
		}
		List<byte[]> ours = RawValues.array(Arrays.copyOfRange(data, moment.end(), data.length));
		String token = (ours != null && ours.size() == 2) ? RawValues.text(ours.get(0)) : null;
		return (ours != null && token != null) ? new NovaValue(token, ours.get(1)) : null;
	}

}
