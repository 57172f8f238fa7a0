package io.servicegroup.tooz;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/**
 * MD5 as tooz's ring has it: to spread, not to keep secrets.
 */
final class Md5 {

	private static final VarHandle LONGS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);

	private Md5() {
	}

	static MessageDigest create() {
		try {
			return MessageDigest.getInstance("MD5");
		}
		catch (NoSuchAlgorithmException ex) {
			throw new IllegalStateException("Every Java has MD5, but this one", ex);
		}
	}

	/** A MessageDigest for each thread, kept for good, would save a tenth of the time. */
	static byte[] digest(byte[] data) {
		return create().digest(data);
	}

	/** The digest of what was fed so far; feeding may go on. */
	static byte[] soFar(MessageDigest running) {
		try {
			return ((MessageDigest) running.clone()).digest();
		}
		catch (CloneNotSupportedException ex) {
			throw new IllegalStateException("This Java's MD5 cannot run on: use another security provider", ex);
		}
	}

	/** The first eight bytes, the sign bit flipped, see {@link RingPoints}. */
	static long upper(byte[] digest) {
		return (long) LONGS.get(digest, 0) ^ Long.MIN_VALUE;
	}

	/** The last eight bytes, the sign bit flipped. */
	static long lower(byte[] digest) {
		return (long) LONGS.get(digest, 8) ^ Long.MIN_VALUE;
	}

}
