package io.servicegroup.tooz.memcached.client;

import java.io.IOException;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The replies to {@code mg}, one for each key. A server or a proxy that does not know the
 * command replies an error to each.
 */
final class TextLooked extends TextReply<Client.Looked> {

	private static final int MAX_NUMBERS = 8;

	private final List<String> keys;

	private final long number;

	private final Runnable unknown;

	private final Map<String, long[]> found;

	private final long[] numbers = new long[MAX_NUMBERS];

	private int lines;

	private boolean isUnderstood = true;

	/**
	 * Creates a reply.
	 * @param number the number of the connection
	 * @param unknown called if the server does not know the command
	 */
	TextLooked(Receiver receiver, List<String> keys, long number, Runnable unknown) {
		super(receiver, keys);
		this.keys = keys;
		this.number = number;
		this.unknown = unknown;
		this.found = new HashMap<>(keys.size() * 4 / 3 + 1);
	}

	@Override
	boolean read(ReplyBuffer in) throws IOException {
		while (this.lines < this.keys.size()) {
			if (!in.nextLine()) {
				return false;
			}
			read(this.keys.get(this.lines++), in);
		}
		if (!this.isUnderstood) {
			this.unknown.run();
			this.found.clear();
		}
		return complete(new Client.Looked(this.number, this.found));
	}

	private void read(String key, ReplyBuffer in) throws IOException {
		// OK in the first releases of 1.6.
		if (in.lineBegins("HD") || in.lineBegins("OK")) {
			int count = 0;
			for (int from = in.lineStart() + 3; !in.isLineEnd(from) && count < MAX_NUMBERS; count++) {
				int to = in.wordEnd(from);
				this.numbers[count] = in.number(from + 1, to);
				from = to + 1;
			}
			this.found.put(key, Arrays.copyOf(this.numbers, count));
		}
		else if (!in.lineIs("EN")) {
			this.isUnderstood = false;
		}
	}

}
