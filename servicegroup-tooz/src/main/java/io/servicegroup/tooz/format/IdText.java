package io.servicegroup.tooz.format;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;

/**
 * Reads ids that other programs have stored as bytes.
 */
public final class IdText {

	private IdText() {
	}

	/**
	 * Returns the text of an id. A byte that is not part of UTF-8 text becomes
	 * {@code \xNN}, as in Python, so that different ids look different.
	 * @param bytes the id as it is stored
	 * @return the text
	 */
	public static String of(byte[] bytes) {
		for (byte one : bytes) {
			if (one < 0) {
				return decoded(bytes);
			}
		}
		return new String(bytes, StandardCharsets.US_ASCII);
	}

	private static String decoded(byte[] bytes) {
		CharsetDecoder decoder = StandardCharsets.UTF_8.newDecoder();
		ByteBuffer in = ByteBuffer.wrap(bytes);
		CharBuffer out = CharBuffer.allocate(4 * bytes.length);
		CoderResult result = decoder.decode(in, out, true);
		while (result.isError()) {
			for (int i = 0; i < result.length(); i++) {
				out.put("\\x").put(HexFormat.of().toHexDigits(in.get()));
			}
			result = decoder.decode(in, out, true);
		}
		return out.flip().toString();
	}

}
