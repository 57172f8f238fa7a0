package io.servicegroup.tooz.memcached.client;

import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

import org.jspecify.annotations.Nullable;

/**
 * The reply to {@code get} and {@code gets}.
 *
 * @param <V> the type of an item
 * @param <T> the type of the reply
 */
final class TextItems<V, T extends @Nullable Object> extends TextReply<T> {

	private static final byte[] NO_DATA = {};

	/** More than the server stores. */
	private static final long MAX_LENGTH = 1 << 30;

	private final List<String> keys;

	private final ItemParser<V> parser;

	private final Function<Map<String, V>, T> result;

	private final Map<String, V> found;

	/** The keys before this one were found, or are missing. */
	private int next;

	/** The commands whose replies have not ended. */
	private int lines;

	private String key = "";

	private int flags;

	private long version;

	private byte[] data = NO_DATA;

	private int filled = -1;

	/**
	 * Creates a reply.
	 * @param parser creates what is kept of an item
	 * @param result returns the reply from the items that were found
	 */
	TextItems(Receiver receiver, List<String> keys, ItemParser<V> parser, Function<Map<String, V>, T> result) {
		super(receiver, keys);
		this.keys = keys;
		this.lines = TextRequests.lines(keys.size());
		this.parser = parser;
		this.result = result;
		this.found = new HashMap<>(keys.size() * 4 / 3 + 1);
	}

	@Override
	boolean read(ReplyBuffer in) throws IOException {
		while (true) {
			if (this.filled >= 0) {
				this.filled += in.take(this.data, this.filled);
				if (this.filled < this.data.length || !in.skipLineEnd()) {
					return false;
				}
				this.found.put(this.key, this.parser.parse(new Item(this.flags, this.data), this.version));
				this.filled = -1;
			}
			if (!in.nextLine()) {
				return false;
			}
			if (in.lineIs("END")) {
				if (--this.lines > 0) {
					continue;
				}
				complete(this.result.apply(this.found));
				return true;
			}
			if (!in.lineBegins("VALUE ")) {
				return refuse(in);
			}
			begin(in);
		}
	}

	private void begin(ReplyBuffer in) throws IOException {
		int from = in.lineStart() + "VALUE ".length();
		int to = in.wordEnd(from);
		this.key = key(in, from, to);
		from = to + 1;
		to = in.wordEnd(from);
		this.flags = (int) in.number(from, to);
		from = to + 1;
		to = in.wordEnd(from);
		long length = in.number(from, to);
		if (length < 0 || length > MAX_LENGTH) {
			throw in.unexpected();
		}
		this.version = in.isLineEnd(to) ? 0 : in.number(to + 1, in.wordEnd(to + 1));
		this.data = new byte[(int) length];
		this.filled = 0;
	}

	/** The items arrive in the order of their keys. */
	private String key(ReplyBuffer in, int from, int to) {
		while (this.next < this.keys.size()) {
			String expected = this.keys.get(this.next++);
			if (in.isWord(from, to, expected)) {
				return expected;
			}
		}
		return in.word(from, to);
	}

}
