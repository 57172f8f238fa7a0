package io.servicegroup.tooz.memcached.client;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import net.spy.memcached.ops.OperationState;
import net.spy.memcached.ops.OperationStatus;
import net.spy.memcached.ops.StatusCode;
import net.spy.memcached.protocol.BaseOperationImpl;

/**
 * Reads what memcached knows of items, without the items: one meta command {@code mg} for
 * each key, which memcached has since 1.6. spymemcached has no meta commands, and closes
 * the connection after an error reply. This operation does not: a server or a proxy that
 * does not know the command replies an error to each line.
 */
final class MetaGetOperation extends BaseOperationImpl {

	/** {@code OK} in place of {@code HD} in the first releases of 1.6. */
	private static final Pattern FOUND = Pattern.compile("(?:HD|OK)((?: [a-z]-?\\d{1,18})+)");

	private static final String MISSING = "EN";

	/** Longer than any reply that matters. */
	private static final int MAX_LINE_LENGTH = 128;

	private final Map<String, String> flags;

	private final List<String> keys;

	private final Replies replies;

	private final ByteArrayOutputStream line = new ByteArrayOutputStream();

	private int lines;

	/**
	 * Creates an operation.
	 * @param flags the flags by key, see {@link Client#look}
	 */
	MetaGetOperation(Map<String, String> flags, Replies replies) {
		this.flags = flags;
		this.keys = List.copyOf(flags.keySet());
		this.replies = replies;
		setCallback(replies);
	}

	@Override
	public void initialize() {
		setBuffer(ByteBuffer.wrap(TextRequests.metaGet(this.flags)));
	}

	@Override
	public void readFromBuffer(ByteBuffer data) {
		while (this.lines < this.keys.size() && data.hasRemaining()) {
			byte next = data.get();
			if (next == '\n') {
				handle(this.keys.get(this.lines++), this.line.toString(StandardCharsets.UTF_8).stripTrailing());
				this.line.reset();
			}
			else if (this.line.size() < MAX_LINE_LENGTH) {
				this.line.write(next);
			}
		}
		if (this.lines == this.keys.size()) {
			this.replies.receivedStatus(new OperationStatus(true, "END", StatusCode.SUCCESS));
			transitionState(OperationState.COMPLETE);
		}
	}

	private void handle(String key, String reply) {
		Matcher matcher = FOUND.matcher(reply);
		if (matcher.matches()) {
			String[] values = matcher.group(1).strip().split(" ", -1);
			this.replies.found.put(key,
					Arrays.stream(values).mapToLong((value) -> Long.parseLong(value.substring(1))).toArray());
		}
		else if (!reply.equals(MISSING)) {
			this.replies.isUnderstood = false;
		}
	}

	@Override
	public byte[] getErrorMsg() {
		return new byte[0];
	}

	/** Collects the replies. Read when the future is completed. */
	static final class Replies extends StatusFuture {

		private final Map<String, long[]> found = new HashMap<>();

		private boolean isUnderstood = true;

		Replies(Collection<String> keys) {
			super(String.join(" ", keys));
		}

		/** Returns the values of the flags by key, without missing items. */
		Map<String, long[]> found() {
			return this.found;
		}

		/** Returns whether the server knows the command. */
		boolean isUnderstood() {
			return this.isUnderstood;
		}

	}

}
