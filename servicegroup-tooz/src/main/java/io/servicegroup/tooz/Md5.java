package io.servicegroup.tooz;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.security.MessageDigest;

import io.servicegroup.tooz.format.Digests;

/**
 * MD5 for the hash ring, as in tooz. It distributes keys and protects no secret.
 */
final class Md5 {

	private static final VarHandle LONGS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);

	private Md5() {
	}

	/**
	 * Returns the digest. Creates a new MessageDigest each time: a cached one for each
	 * thread would save only a tenth of the time.
	 */
	static byte[] digest(byte[] data) {
		return Digests.md5().digest(data);
	}

	/** Returns the digest of the input so far; more input may follow. */
	static byte[] soFar(MessageDigest running) {
		try {
			return ((MessageDigest) running.clone()).digest();
		}
		catch (CloneNotSupportedException ex) {
			throw new IllegalStateException("MD5 of this JVM cannot be cloned: use another security provider", ex);
		}
	}

	/**
	 * Returns the first eight bytes with the sign bit flipped, see {@link RingPoints}.
	 */
	static long upper(byte[] digest) {
		return (long) LONGS.get(digest, 0) ^ Long.MIN_VALUE;
	}

	/** Returns the last eight bytes with the sign bit flipped. */
	static long lower(byte[] digest) {
		return (long) LONGS.get(digest, 8) ^ Long.MIN_VALUE;
	}

}
