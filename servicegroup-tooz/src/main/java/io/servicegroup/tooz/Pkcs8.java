package io.servicegroup.tooz;

import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Arrays;
import java.util.HexFormat;

/**
 * Converts private keys of older formats to PKCS#8, the only format that the JDK reads.
 *
 * @since 0.1.0
 */
public final class Pkcs8 {

	/** The algorithm identifier of rsaEncryption, in DER. */
	private static final String RSA = "06092a864886f70d0101010500";

	/** The object identifier of id-ecPublicKey; the curve's follows it. */
	private static final String EC = "06072a8648ce3d0201";

	/** The curve of a SEC1 key that does not name any. */
	private static final String SECP384R1 = "06052b81040022";

	private static final HexFormat HEX = HexFormat.of();

	private Pkcs8() {
	}

	/** Converts an RSA key from PKCS#1. */
	public static PKCS8EncodedKeySpec ofRsa(byte[] key) {
		return encode(RSA, key);
	}

	/** Converts an EC key from SEC1. */
	public static PKCS8EncodedKeySpec ofEc(byte[] key) {
		return encode(EC + curve(key), key);
	}

	private static PKCS8EncodedKeySpec encode(String algorithm, byte[] key) {
		String contents = "020100" + der("30", algorithm) + der("04", HEX.formatHex(key));
		return new PKCS8EncodedKeySpec(HEX.parseHex(der("30", contents)));
	}

	/** Encodes an element; tag, contents and result are hexadecimal. */
	private static String der(String tag, String contents) {
		int size = contents.length() / 2;
		String length = Integer.toHexString(size);
		length = ((length.length() % 2 != 0) ? "0" : "") + length;
		return tag + ((size < 128) ? "" : Integer.toHexString(128 + length.length() / 2)) + length + contents;
	}

	/**
	 * Returns the curve of a SEC1 key: a sequence of a version, a number, and optionally
	 * {@code [0]} the curve and {@code [1]} the public key.
	 */
	private static String curve(byte[] key) {
		int number = ((key[1] < 0) ? 2 + (key[1] & 0x7f) : 2) + 3;
		int curve = number + 2 + key[number + 1];
		return (curve < key.length && key[curve] == (byte) 0xa0)
				? HEX.formatHex(Arrays.copyOfRange(key, curve + 2, curve + 2 + key[curve + 1])) : SECP384R1;
	}

}
