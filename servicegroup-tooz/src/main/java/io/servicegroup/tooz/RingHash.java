package io.servicegroup.tooz;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;

import io.servicegroup.tooz.format.Digests;

/**
 * The hash function of a ring, as in tooz. It distributes keys and protects no secret. A
 * digest becomes 64-bit words with the sign bit flipped, so that comparing them as signed
 * numbers gives the unsigned order. The last word is padded with zeros, which keeps the
 * order of digests of one length.
 *
 * @param algorithm the name in the JDK
 * @param words the number of words of a digest
 */
record RingHash(String algorithm, int words) {

	static final RingHash MD5 = new RingHash("MD5", 2);

	/**
	 * By their names in Python's hashlib; those of which the JDK has an implementation.
	 */
	private static final Map<String, RingHash> BY_NAME = new TreeMap<>(Map.ofEntries(Map.entry("md5", MD5),
			Map.entry("sha1", new RingHash("SHA-1", 3)), Map.entry("sha224", new RingHash("SHA-224", 4)),
			Map.entry("sha256", new RingHash("SHA-256", 4)), Map.entry("sha384", new RingHash("SHA-384", 6)),
			Map.entry("sha512", new RingHash("SHA-512", 8)), Map.entry("sha512_224", new RingHash("SHA-512/224", 4)),
			Map.entry("sha512_256", new RingHash("SHA-512/256", 4)), Map.entry("sha3_224", new RingHash("SHA3-224", 4)),
			Map.entry("sha3_256", new RingHash("SHA3-256", 4)), Map.entry("sha3_384", new RingHash("SHA3-384", 6)),
			Map.entry("sha3_512", new RingHash("SHA3-512", 8))));

	static RingHash of(String name) {
		RingHash hash = BY_NAME.get(name);
		if (hash == null) {
			throw new IllegalArgumentException(
					"Unknown hash function '" + name + "': use one of " + String.join(", ", BY_NAME.keySet()));
		}
		return hash;
	}

	/**
	 * Returns the position of a key. Creates a new MessageDigest each time: a cached one
	 * for each thread would save only a tenth of the time.
	 */
	long[] position(byte[] key) {
		long[] position = new long[this.words];
		write(Digests.create(this.algorithm).digest(key), position, 0);
		return position;
	}

	/**
	 * Returns the points of a node, one after the other. As in tooz, one digest is
	 * updated with the name before each point.
	 */
	long[] points(String node, int count) {
		byte[] key = node.getBytes(StandardCharsets.UTF_8);
		MessageDigest running = Digests.create(this.algorithm);
		running.update(key);
		long[] points = new long[count * this.words];
		for (int i = 0; i < points.length; i += this.words) {
			running.update(key);
			write(soFar(running), points, i);
		}
		return points;
	}

	/** Returns the digest of the input so far; more input may follow. */
	private byte[] soFar(MessageDigest running) {
		try {
			return ((MessageDigest) running.clone()).digest();
		}
		catch (CloneNotSupportedException ex) {
			throw new IllegalStateException(
					this.algorithm + " of this JVM cannot be cloned: use another security provider", ex);
		}
	}

	private void write(byte[] digest, long[] target, int index) {
		ByteBuffer bytes = ByteBuffer.wrap(Arrays.copyOf(digest, this.words * Long.BYTES));
		for (int i = 0; i < this.words; i++) {
			target[index + i] = bytes.getLong() ^ Long.MIN_VALUE;
		}
	}

}
