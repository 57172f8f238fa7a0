package io.servicegroup.tooz.spi;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.KeySpec;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.regex.Pattern;

import javax.crypto.Cipher;
import javax.crypto.EncryptedPrivateKeyInfo;
import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.PBEKeySpec;

import io.servicegroup.tooz.InvalidToozUrlException;
import io.servicegroup.tooz.Pkcs8;
import org.jspecify.annotations.Nullable;

/**
 * Reads certificates and private keys from a PEM file. Text between the blocks is
 * ignored. Private keys may be in PKCS#8, encrypted or not, PKCS#1 (RSA) or SEC1 (EC).
 */
final class PemFile {

	private static final Pattern BLOCK = Pattern.compile("(?s)-+BEGIN ([A-Z0-9 ]+)-+\\s(.*?)-+END \\1-+");

	private static final List<String> ALGORITHMS = List.of("RSA", "RSASSA-PSS", "EC", "DSA", "EdDSA", "XDH");

	private final String setBy;

	private final String path;

	private final List<Block> blocks;

	/**
	 * Reads a file.
	 * @param setBy where the path is set, for error messages
	 * @param path the path
	 * @throws InvalidToozUrlException if the file cannot be read
	 */
	PemFile(String setBy, String path) {
		this.setBy = setBy;
		this.path = path;
		this.blocks = BLOCK.matcher(text()).results().map((m) -> new Block(m.group(1), m.group(2))).toList();
	}

	/**
	 * Returns the file's text, decoded as ISO 8859-1, because comments may be in any
	 * encoding.
	 */
	private String text() {
		try {
			return Files.readString(Path.of(this.path), StandardCharsets.ISO_8859_1);
		}
		catch (IOException | InvalidPathException ex) {
			throw invalid("cannot be read (" + ex + ")", "Use a file that this process can read.", ex);
		}
	}

	/**
	 * Creates an exception about this file.
	 * @param what the problem: the rest of a sentence that starts with the file
	 * @param fix how to fix it
	 */
	InvalidToozUrlException invalid(String what, String fix, @Nullable Exception cause) {
		return new InvalidToozUrlException("Invalid " + this.setBy + ": the file '" + this.path + "' " + what + ".",
				fix, cause);
	}

	/**
	 * Returns all certificates of the file.
	 * @return at least one, in the order of the file
	 * @throws InvalidToozUrlException if there is no certificate, or one cannot be parsed
	 */
	List<X509Certificate> certificates() {
		List<X509Certificate> certificates = new ArrayList<>();
		try {
			CertificateFactory factory = CertificateFactory.getInstance("X.509");
			for (Block block : this.blocks) {
				if (block.label().endsWith("CERTIFICATE")) {
					ByteArrayInputStream content = new ByteArrayInputStream(block.content());
					certificates.add((X509Certificate) factory.generateCertificate(content));
				}
			}
		}
		catch (CertificateException | IllegalArgumentException ex) {
			throw invalid("has a certificate that cannot be parsed (" + ex.getMessage() + ")",
					"Export the certificate as PEM again.", ex);
		}
		if (certificates.isEmpty()) {
			throw invalid("has no certificate", "Use a PEM file with '-----BEGIN CERTIFICATE-----'.", null);
		}
		return certificates;
	}

	/**
	 * Returns the first private key of the file.
	 * @param password the password of an encrypted key, or {@code null}
	 * @param passwordFix how to set the password
	 * @throws InvalidToozUrlException if there is no private key, or it cannot be used
	 */
	PrivateKey privateKey(@Nullable String password, String passwordFix) {
		for (Block block : this.blocks) {
			if (block.label().endsWith("PRIVATE KEY")) {
				try {
					return key(spec(block, password, passwordFix));
				}
				catch (GeneralSecurityException | IOException | IllegalArgumentException
						| IndexOutOfBoundsException ex) {
					throw invalid("has a private key that cannot be used (" + ex.getMessage() + ")",
							"Convert the key to PKCS#8 with 'openssl pkcs8 -topk8'.", ex);
				}
			}
		}
		throw invalid("has no private key", "Use a PEM file with '-----BEGIN PRIVATE KEY-----'.", null);
	}

	private KeySpec spec(Block block, @Nullable String password, String passwordFix)
			throws IOException, GeneralSecurityException {
		byte[] content = block.content();
		return switch (block.label()) {
			case "PRIVATE KEY" -> new PKCS8EncodedKeySpec(content);
			case "ENCRYPTED PRIVATE KEY" -> decrypted(content, password, passwordFix);
			case "RSA PRIVATE KEY" -> Pkcs8.ofRsa(content);
			case "EC PRIVATE KEY" -> Pkcs8.ofEc(content);
			default -> throw new GeneralSecurityException("'" + block.label() + "' is not supported");
		};
	}

	private static PrivateKey key(KeySpec spec) throws GeneralSecurityException {
		for (String algorithm : ALGORITHMS) {
			try {
				return KeyFactory.getInstance(algorithm).generatePrivate(spec);
			}
			catch (GeneralSecurityException ex) {
				// Not a key of this algorithm.
			}
		}
		throw new GeneralSecurityException("damaged, or of an algorithm or curve that this JVM does not support");
	}

	private KeySpec decrypted(byte[] content, @Nullable String password, String passwordFix) throws IOException {
		if (password == null) {
			throw invalid("has an encrypted private key", passwordFix, null);
		}
		EncryptedPrivateKeyInfo info = new EncryptedPrivateKeyInfo(content);
		try {
			// With PBES2, only the parameters name the algorithm.
			String algorithm = info.getAlgName().equals("PBES2") ? info.getAlgParameters().toString()
					: info.getAlgName();
			Cipher cipher = Cipher.getInstance(algorithm);
			cipher.init(Cipher.DECRYPT_MODE,
					SecretKeyFactory.getInstance(algorithm).generateSecret(new PBEKeySpec(password.toCharArray())),
					info.getAlgParameters());
			return info.getKeySpec(cipher);
		}
		catch (GeneralSecurityException ex) {
			throw invalid("has a private key that cannot be decrypted (" + ex.getMessage() + ")",
					"Correct the password. " + passwordFix, ex);
		}
	}

	private record Block(String label, String base64) {

		byte[] content() {
			return Base64.getDecoder().decode(this.base64.replaceAll("\\s", ""));
		}

	}

}
