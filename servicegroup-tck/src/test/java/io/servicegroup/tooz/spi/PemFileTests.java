package io.servicegroup.tooz.spi;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

import javax.net.ssl.X509ExtendedKeyManager;
import javax.net.ssl.X509TrustManager;

import io.servicegroup.tck.servers.Certificates;
import io.servicegroup.tooz.InvalidToozUrlException;
import io.servicegroup.tooz.TlsMaterial;
import io.servicegroup.tooz.ToozUrl;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests reading PEM files that openssl writes.
 */
class PemFileTests {

	private static final TlsOptions OPTIONS = new TlsOptions("ca", "cert", "key", "key_password");

	private static final String SECRET = "s3cr3tMarker";

	@TempDir
	private Path directory;

	private void openssl(String arguments) {
		Certificates.openssl(this.directory, arguments);
	}

	private Path file(String name) {
		return this.directory.resolve(name);
	}

	private void makeCertificate(String key, String certificate) {
		openssl("req -x509 -new -key " + key + " -days 2 -subj /CN=" + certificate.replace(".pem", "") + " -out "
				+ certificate);
	}

	private void makeRsa(String key) {
		openssl("genpkey -algorithm RSA -pkeyopt rsa_keygen_bits:1024 -out " + key);
	}

	private void makeEc(String key) {
		openssl("genpkey -algorithm EC -pkeyopt ec_paramgen_curve:P-256 -out " + key);
	}

	/** Option values with a dot are files in the directory. */
	private TlsMaterial material(String options) {
		StringBuilder url = new StringBuilder("any://host?");
		for (String option : options.split("&")) {
			String value = option.substring(option.indexOf('=') + 1);
			url.append('&').append(option.contains(".") ? option.replace(value, file(value).toString()) : option);
		}
		return OPTIONS.material(ToozUrl.parse(url.toString().replace("?&", "?")));
	}

	private InvalidToozUrlException refusal(String options) {
		InvalidToozUrlException[] refusal = new InvalidToozUrlException[1];
		assertThatExceptionOfType(InvalidToozUrlException.class).isThrownBy(() -> material(options))
			.satisfies((ex) -> refusal[0] = ex);
		assertThat(refusal[0].getMessage() + refusal[0].fix()).doesNotContain(SECRET);
		return refusal[0];
	}

	/** Returns the algorithm of the private key. */
	private static String algorithm(TlsMaterial material) {
		return ((X509ExtendedKeyManager) material.keyManagerFactory().getKeyManagers()[0]).getPrivateKey("own")
			.getAlgorithm();
	}

	@ParameterizedTest
	@CsvSource({ "RSA -pkeyopt rsa_keygen_bits:1024, RSA", "RSA-PSS -pkeyopt rsa_keygen_bits:1024, RSASSA-PSS",
			"EC -pkeyopt ec_paramgen_curve:P-256, EC", "EC -pkeyopt ec_paramgen_curve:P-521, EC", "ED25519, EdDSA",
			"ED448, EdDSA" })
	void aKeyInPkcs8IsRead(String algorithm, String expected) {
		openssl("genpkey -algorithm " + algorithm + " -out key.pem");
		makeCertificate("key.pem", "cert.pem");
		assertThat(algorithm(material("cert=cert.pem&key=key.pem"))).isEqualTo(expected);
		for (String encryption : new String[] { "-v2 aes-256-cbc", "-v2 aes-128-cbc -v2prf hmacWithSHA512",
				"-v1 PBE-SHA1-3DES" }) {
			openssl("pkcs8 -topk8 -in key.pem " + encryption + " -passout pass:" + SECRET + " -out encrypted.pem");
			assertThat(algorithm(material("cert=cert.pem&key=encrypted.pem&key_password=" + SECRET))).as(encryption)
				.isEqualTo(expected);
		}
	}

	@Test
	void aDsaKeyIsRead() {
		openssl("genpkey -genparam -algorithm DSA -pkeyopt dsa_paramgen_bits:1024 -out parameters.pem");
		openssl("genpkey -paramfile parameters.pem -out key.pem");
		makeCertificate("key.pem", "cert.pem");
		assertThat(algorithm(material("cert=cert.pem&key=key.pem"))).isEqualTo("DSA");
	}

	@ParameterizedTest
	@CsvSource({ "X25519", "X448" })
	void aKeyForAgreementIsRead(String algorithm) {
		openssl("genpkey -algorithm " + algorithm + " -out key.pem");
		assertThat(new PemFile("key", file("key.pem").toString()).privateKey(null, "").getAlgorithm()).isEqualTo("XDH");
	}

	@ParameterizedTest
	@CsvSource({ "1024", "2048" })
	void anRsaKeyInPkcs1IsRead(String bits) throws IOException {
		openssl("genpkey -algorithm RSA -pkeyopt rsa_keygen_bits:" + bits + " -out pkcs8.pem");
		openssl("pkey -traditional -in pkcs8.pem -out key.pem");
		assertThat(file("key.pem")).content().contains("BEGIN RSA PRIVATE KEY");
		makeCertificate("key.pem", "cert.pem");
		assertThat(algorithm(material("cert=cert.pem&key=key.pem"))).isEqualTo("RSA");
	}

	/** openssl writes the parameters first. */
	@ParameterizedTest
	@CsvSource({ "prime256v1", "secp384r1", "secp521r1" })
	void anEcKeyInSec1IsRead(String curve) {
		openssl("ecparam -name " + curve + " -genkey -out key.pem");
		assertThat(file("key.pem")).content().contains("BEGIN EC PARAMETERS", "BEGIN EC PRIVATE KEY");
		makeCertificate("key.pem", "cert.pem");
		assertThat(algorithm(material("cert=cert.pem&key=key.pem"))).isEqualTo("EC");
	}

	@Test
	void certificateAndKeyMayBeInOneFileWithComments() throws IOException {
		makeEc("key.pem");
		makeCertificate("key.pem", "cert.pem");
		Files.writeString(file("both.pem"),
				"Bag Attributes: Schl\u00fcssel\r\n" + Files.readString(file("key.pem")).replace("\n", "\r\n")
						+ "subject=/CN=cert\n" + Files.readString(file("cert.pem")),
				StandardCharsets.ISO_8859_1);
		assertThat(algorithm(material("cert=both.pem"))).isEqualTo("EC");
	}

	@Test
	void allCertificatesOfAFileAreTrusted() throws IOException {
		makeEc("key.pem");
		makeCertificate("key.pem", "a.pem");
		makeCertificate("key.pem", "b.pem");
		openssl("x509 -in b.pem -trustout -out b2.pem");
		Files.writeString(file("all.pem"),
				"# a - the first\n" + Files.readString(file("a.pem")) + "\n# b\n" + Files.readString(file("b2.pem")));
		assertThat(((X509TrustManager) material("ca=all.pem").trustManagerFactory().getTrustManagers()[0])
			.getAcceptedIssuers()).extracting((issuer) -> issuer.getSubjectX500Principal().getName())
			.containsExactlyInAnyOrder("CN=a", "CN=b");
	}

	@ParameterizedTest
	@CsvSource({ "RSA -pkeyopt rsa_keygen_bits:1024", "EC -pkeyopt ec_paramgen_curve:P-256",
			"EC -pkeyopt ec_paramgen_curve:P-384", "ED25519" })
	void theKeyOfAnotherCertificateIsRefused(String algorithm) {
		makeEc("own.pem");
		makeCertificate("own.pem", "cert.pem");
		openssl("genpkey -algorithm " + algorithm + " -out other.pem");
		InvalidToozUrlException refusal = refusal("cert=cert.pem&key=other.pem&key_password=" + SECRET);
		assertThat(refusal).hasMessageContainingAll("Invalid key in 'any://host",
				"other.pem' has the private key of another");
		assertThat(refusal.fix()).contains("cert");
	}

	@Test
	void anotherRsaKeyIsRefused() {
		makeRsa("own.pem");
		makeCertificate("own.pem", "cert.pem");
		makeRsa("other.pem");
		assertThat(refusal("cert=cert.pem&key=other.pem")).hasMessageContaining("another certificate");
	}

	@Test
	void aWrongOrMissingPasswordIsRefused() {
		makeEc("key.pem");
		makeCertificate("key.pem", "cert.pem");
		openssl("pkcs8 -topk8 -in key.pem -passout pass:" + SECRET + " -out encrypted.pem");
		InvalidToozUrlException wrong = refusal("cert=cert.pem&key=encrypted.pem&key_password=wrong");
		assertThat(wrong).hasMessageContainingAll("Invalid key in",
				"encrypted.pem' has a private key that cannot be decrypted");
		assertThat(wrong.fix()).contains("password", "key_password");
		InvalidToozUrlException missing = refusal("cert=cert.pem&key=encrypted.pem");
		assertThat(missing).hasMessageContainingAll("Invalid key in", "encrypted.pem' has an encrypted private key");
		assertThat(missing.fix()).contains("key_password");
	}

	/** The format in which ssh-keygen and older versions of openssl encrypt. */
	@Test
	void theErrorForAFormatThatTheJdkCannotDecryptNamesTheConversion() {
		makeRsa("pkcs8.pem");
		makeCertificate("pkcs8.pem", "cert.pem");
		openssl("rsa -traditional -aes128 -in pkcs8.pem -passout pass:" + SECRET + " -out key.pem");
		InvalidToozUrlException refusal = refusal("cert=cert.pem&key=key.pem&key_password=" + SECRET);
		assertThat(refusal).hasMessageContainingAll("Invalid key in", "key.pem' has a private key that cannot be used");
		assertThat(refusal.fix()).contains("openssl pkcs8 -topk8");
	}

	@ParameterizedTest
	@CsvSource({ "ca=empty.pem, has no certificate", "cert=empty.pem, has no private key",
			"cert=empty.pem&key=key.pem, has no certificate", "cert=cert.pem, has no private key",
			"ca=none.pem, cannot be read", "ca=damaged.pem, cannot be parsed",
			"cert=cert.pem&key=damaged.pem, cannot be used" })
	void aFileThatCannotBeUsedIsRefused(String options, String expected) throws IOException {
		makeEc("key.pem");
		makeCertificate("key.pem", "cert.pem");
		Files.createFile(file("empty.pem"));
		Files.writeString(file("damaged.pem"), "-----BEGIN CERTIFICATE-----\nMIIB\n-----END CERTIFICATE-----\n"
				+ "-----BEGIN EC PRIVATE KEY-----\nMIIB\n-----END EC PRIVATE KEY-----\n");
		InvalidToozUrlException refusal = refusal(options);
		assertThat(refusal.getMessage()).startsWith("Invalid ").contains(" in 'any://host?", ".pem' ", expected);
		assertThat(refusal.fix()).isNotBlank();
	}

	@Test
	void aDirectoryIsRefused() {
		assertThatExceptionOfType(InvalidToozUrlException.class)
			.isThrownBy(() -> OPTIONS.material(ToozUrl.parse("any://host?ca=" + this.directory)))
			.withMessageContaining("Invalid ca in");
	}

}
