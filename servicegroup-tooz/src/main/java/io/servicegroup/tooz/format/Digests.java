package io.servicegroup.tooz.format;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * The digests that tooz uses for names and keys. They protect no secret.
 */
public final class Digests {

	private Digests() {
	}

	/**
	 * Creates an MD5 digest.
	 * @return the digest, without input
	 */
	public static MessageDigest md5() {
		return create("MD5");
	}

	/**
	 * Returns the SHA-1 of a text's UTF-8 bytes.
	 * @param text the text
	 * @return the digest in hexadecimal digits
	 */
	public static String sha1(String text) {
		return HexFormat.of().formatHex(create("SHA-1").digest(text.getBytes(StandardCharsets.UTF_8)));
	}

	/**
	 * Creates a digest.
	 * @param algorithm its name in the JDK
	 * @return the digest, without input
	 */
	public static MessageDigest create(String algorithm) {
		try {
			return MessageDigest.getInstance(algorithm);
		}
		catch (NoSuchAlgorithmException ex) {
			throw new IllegalStateException(
					algorithm + " is not available in this JVM: use a security provider that has it", ex);
		}
	}

}
