package io.servicegroup.tooz.memcached.client;

import java.io.IOException;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;

/**
 * A reply in the text protocol.
 *
 * @param <T> the type of the reply
 */
abstract class TextReply<T extends @Nullable Object> extends PendingReply<T> {

	TextReply(Receiver receiver, Collection<String> keys) {
		super(receiver, keys);
	}

	/**
	 * Fails with the current line, which is none of the expected ones.
	 * @return {@code true}: the reply is complete
	 */
	boolean refuse(ReplyBuffer in) throws IOException {
		boolean isError = in.lineBegins("SERVER_ERROR");
		if (!isError && !in.lineBegins("CLIENT_ERROR") && !in.lineBegins("ERROR")) {
			throw in.unexpected();
		}
		refuse(in.line());
		if (!isError) {
			// The server may take the rest of the command for the next one.
			throw in.unexpected();
		}
		return true;
	}

	/** The reply to a command that changes an item. */
	static final class Status extends TextReply<Boolean> {

		Status(Receiver receiver, String key) {
			super(receiver, List.of(key));
		}

		@Override
		boolean read(ReplyBuffer in) throws IOException {
			if (!in.nextLine()) {
				return false;
			}
			if (in.lineIs("TOUCHED") || in.lineIs("STORED") || in.lineIs("DELETED")) {
				return complete(true);
			}
			if (in.lineIs("NOT_FOUND") || in.lineIs("NOT_STORED") || in.lineIs("EXISTS")) {
				complete(false);
				return true;
			}
			return refuse(in);
		}

	}

	/** The reply to {@code stats}. */
	static final class Statistics extends TextReply<Map<String, String>> {

		private final Map<String, String> values = new HashMap<>();

		Statistics(Receiver receiver) {
			super(receiver, List.of("stats"));
		}

		@Override
		boolean read(ReplyBuffer in) throws IOException {
			while (in.nextLine()) {
				if (in.lineIs("END")) {
					return complete(this.values);
				}
				if (!in.lineBegins("STAT ")) {
					return refuse(in);
				}
				int from = in.lineStart() + "STAT ".length();
				int to = in.wordEnd(from);
				this.values.put(in.word(from, to), in.isLineEnd(to) ? "" : in.word(to + 1, in.wordEnd(to + 1)));
			}
			return false;
		}

	}

}
