package io.servicegroup.tck;

import java.nio.file.Path;
import java.util.Map;

import io.servicegroup.tck.servers.Certificates;
import io.servicegroup.tooz.Coordinator;
import io.servicegroup.tooz.DistributedLock;
import io.servicegroup.tooz.Feature;
import io.servicegroup.tooz.InvalidToozUrlException;
import io.servicegroup.tooz.StoreUnavailableException;
import io.servicegroup.tooz.TlsMaterial;
import io.servicegroup.tooz.ToozUrl;
import io.servicegroup.tooz.coordination.Coordinators;
import io.servicegroup.tooz.spi.TlsOptions;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * The contract for TLS with client certificates, both by the URL's options and by TLS
 * material. A server with an untrusted certificate or the wrong name must be refused, and
 * errors must name the cause.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
public abstract class TlsContract {

	private final String authority;

	private final String certificate;

	private final String key;

	protected Certificates certificates;

	private AutoCloseable server;

	/** Creates a test with the names of the URL options for PEM files. */
	protected TlsContract(String authority, String certificate, String key) {
		this.authority = authority;
		this.certificate = certificate;
		this.key = key;
	}

	protected String trusting(Path trusted) {
		return "&" + this.authority + "=" + trusted;
	}

	protected String identifiedBy(Path own, Path ownKey) {
		return "&" + this.certificate + "=" + own + "&" + this.key + "=" + ownKey;
	}

	/**
	 * Starts a server on 127.0.0.1 that accepts only clients with a certificate of the
	 * authority.
	 */
	protected abstract AutoCloseable startServer(Certificates certificates);

	/**
	 * Returns a URL with TLS, {@code timeout=20} and no option for certificates.
	 * @param host the server's host in the URL
	 */
	protected abstract String url(String host);

	@BeforeAll
	void start(@TempDir Path directory) {
		this.certificates = new Certificates(directory);
		this.server = startServer(this.certificates);
	}

	@AfterAll
	void close() throws Exception {
		this.server.close();
	}

	/** Returns the options of a client that the server accepts. */
	protected String clientOptions() {
		return trusting(this.certificates.authority())
				+ identifiedBy(this.certificates.client(), this.certificates.clientKey());
	}

	/**
	 * Returns TLS material as an application creates it, independent of the backend's
	 * options.
	 */
	private TlsMaterial material(Path trusted) {
		return new TlsOptions("ca", "cert", "key", null).material(ToozUrl.parse("any://h?ca=" + trusted + "&cert="
				+ this.certificates.client() + "&key=" + this.certificates.clientKey()));
	}

	private static void joinAndLock(Coordinator one) {
		one.start();
		if (one.features().contains(Feature.GROUPS)) {
			one.joinGroupCreate("g", Map.of("v", 1L));
			assertThat(one.getMemberCapabilities("g", "one")).isEqualTo(Map.of("v", 1L));
		}
		DistributedLock lock = one.getLock("name");
		assertThat(lock.acquire(false)).isTrue();
		one.heartbeat();
		assertThat(lock.release()).isTrue();
	}

	/** Returns the message of the refusal. */
	protected String refusal(String url, @Nullable TlsMaterial material) {
		try (Coordinator one = Coordinators.get(Coordinators.parse(url, material), "one")) {
			StoreUnavailableException[] refusal = new StoreUnavailableException[1];
			assertThatExceptionOfType(StoreUnavailableException.class).isThrownBy(() -> joinAndLock(one))
				.satisfies((ex) -> refusal[0] = ex);
			return refusal[0].getMessage();
		}
	}

	@Test
	void aMemberConnectsWithTheOptionsOfItsUrl() {
		try (Coordinator one = Coordinators.get(url("127.0.0.1") + clientOptions(), "one")) {
			joinAndLock(one);
		}
	}

	@Test
	void aMemberConnectsWithTlsMaterial() {
		try (Coordinator one = Coordinators
			.get(Coordinators.parse(url("127.0.0.1"), material(this.certificates.authority())), "one")) {
			joinAndLock(one);
		}
	}

	@Test
	void aServerWithAnUntrustedCertificateIsRefused() {
		assertThat(refusal(url("127.0.0.1") + identifiedBy(this.certificates.client(), this.certificates.clientKey()),
				null))
			.contains("trust");
		assertThat(refusal(url("127.0.0.1"), material(this.certificates.stranger()))).contains("trust");
	}

	@Test
	void aServerWhoseNameIsNotInItsCertificateIsRefused() {
		assertThat(refusal(url("localhost") + clientOptions(), null)).contains("localhost");
		assertThat(refusal(url("localhost"), material(this.certificates.authority()))).contains("localhost");
	}

	@Test
	void aClientWithoutACertificateIsRefused() {
		assertThat(refusal(url("127.0.0.1") + trusting(this.certificates.authority()), null)).contains("certificate");
	}

	@Test
	void filesAndMaterialTogetherAreRefused() {
		assertThatExceptionOfType(InvalidToozUrlException.class).isThrownBy(
				() -> Coordinators.parse(url("127.0.0.1") + clientOptions(), material(this.certificates.authority())))
			.withMessageContaining("SSL bundle");
	}

	@Test
	void missingFilesAreRefused() {
		Path none = this.certificates.authority().resolveSibling("none.pem");
		assertThatExceptionOfType(InvalidToozUrlException.class)
			.isThrownBy(() -> Coordinators.get(url("127.0.0.1") + trusting(none), "one").start())
			.withMessageContaining("none.pem");
	}

}
