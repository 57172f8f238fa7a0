package io.servicegroup.autoconfigure;

import java.io.IOException;
import java.net.http.HttpClient;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;

import io.servicegroup.ServiceGroupAPI;
import io.servicegroup.ServiceGroupUnavailableException;
import io.servicegroup.tck.servers.Certificates;
import io.servicegroup.tck.servers.DatabaseServer;
import io.servicegroup.tck.servers.EtcdServer;
import io.servicegroup.tck.servers.GuardedMemcached;
import io.servicegroup.tck.servers.PostgresServer;
import io.servicegroup.tck.servers.RedisServer;
import io.servicegroup.tooz.CoordinationException;
import io.servicegroup.tooz.Credentials;
import io.servicegroup.tooz.CredentialsSupplier;
import io.servicegroup.tooz.DistributedLock;
import io.servicegroup.tooz.DistributedLocks;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.autoconfigure.ssl.SslAutoConfiguration;
import org.springframework.boot.ssl.SslBundle;
import org.springframework.boot.ssl.pem.PemSslStoreBundle;
import org.springframework.boot.ssl.pem.PemSslStoreDetails;
import org.springframework.boot.test.context.assertj.AssertableApplicationContext;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

/**
 * Credentials and certificates that change while the application runs.
 */
class CredentialsConfigurationTests {

	private static final Duration SOON = Duration.ofSeconds(8);

	@TempDir
	private Path directory;

	private final AtomicReference<Credentials> current = new AtomicReference<>();

	private final AtomicInteger calls = new AtomicInteger();

	private ApplicationContextRunner runner;

	@BeforeEach
	void runner() {
		this.runner = new ApplicationContextRunner()
			.withConfiguration(AutoConfigurations.of(ServiceGroupAutoConfiguration.class, SslAutoConfiguration.class))
			.withPropertyValues("servicegroup.group=web", "servicegroup.member-id=a");
	}

	private ApplicationContextRunner withCredentials(String url) {
		return this.runner.withPropertyValues("servicegroup.tooz-url=" + url)
			.withBean(CredentialsSupplier.class, () -> () -> {
				this.calls.incrementAndGet();
				return this.current.get();
			});
	}

	private static void awaitUp(AssertableApplicationContext context) {
		assertThat(context).hasNotFailed();
		await().atMost(SOON).until(() -> context.getBean(ServiceGroupAPI.class).getStatus().isUp());
	}

	private static String awaitProblem(AssertableApplicationContext context, String text) {
		ServiceGroupAPI api = context.getBean(ServiceGroupAPI.class);
		return await().atMost(SOON)
			.until(() -> String.valueOf(api.getStatus().problem()), (problem) -> problem.contains(text));
	}

	@Test
	void redisAsksAfterARefusalAndForEachConnection() {
		try (RedisServer server = new RedisServer()) {
			server.probe().command("ACL", "SETUSER", "svc", "on", ">first", "~*", "&*", "+@all");
			this.current.set(new Credentials("svc", "s3cr3tMarker"));
			withCredentials("redis://127.0.0.1:" + server.port() + "?timeout=3").run((context) -> {
				assertThat(awaitProblem(context, "assword")).doesNotContain("s3cr3tMarker");
				this.current.set(new Credentials("svc", "first"));
				awaitUp(context);
				server.probe().command("ACL", "SETUSER", "svc", "resetpass", ">second");
				this.current.set(new Credentials("svc", "second"));
				int before = this.calls.get();
				server.probe().command("CLIENT", "KILL", "TYPE", "normal");
				server.probe().command("CLIENT", "KILL", "TYPE", "pubsub");
				await().atMost(SOON).until(() -> this.calls.get() > before);
				awaitUp(context);
			});
		}
	}

	@Test
	void memcachedAsksAfterARefusal() throws IOException {
		Path users = Files.writeString(this.directory.resolve("users"), "svc:right\n");
		try (GuardedMemcached server = GuardedMemcached.byText(users)) {
			asksAfterARefusal(server.url("timeout=3"), new Credentials("svc", "right"));
		}
	}

	private void asksAfterARefusal(String url, Credentials right) {
		this.current.set(new Credentials(right.user(), "s3cr3tMarker"));
		withCredentials(url).run((context) -> {
			assertThat(awaitProblem(context, "assword")).doesNotContain("s3cr3tMarker");
			this.current.set(right);
			awaitUp(context);
		});
	}

	@Test
	void redisGoesOnWhenTheSupplierNoLongerHangs() {
		try (RedisServer server = new RedisServer()) {
			server.probe().command("ACL", "SETUSER", "svc", "on", ">right", "~*", "&*", "+@all");
			goesOnWhenTheSupplierNoLongerHangs("redis://127.0.0.1:" + server.port() + "?timeout=3",
					new Credentials("svc", "right"));
		}
	}

	@Test
	void etcdGoesOnWhenTheSupplierNoLongerHangs() {
		try (EtcdServer server = new EtcdServer()) {
			server.probe().enableAuthentication("right");
			goesOnWhenTheSupplierNoLongerHangs(server.url("timeout=3"), new Credentials("root", "right"));
		}
	}

	/** Neither the heartbeats nor other calls wait for ever, and no threads pile up. */
	private void goesOnWhenTheSupplierNoLongerHangs(String url, Credentials right) {
		CountDownLatch goOn = new CountDownLatch(1);
		this.current.set(right);
		this.runner.withPropertyValues("servicegroup.tooz-url=" + url).withBean(CredentialsSupplier.class, () -> () -> {
			this.calls.incrementAndGet();
			await().forever().until(() -> goOn.getCount() == 0);
			return this.current.get();
		}).run((context) -> {
			awaitProblem(context, "CredentialsSupplier did not return");
			ServiceGroupAPI api = context.getBean(ServiceGroupAPI.class);
			for (int i = 0; i < 3; i++) {
				assertThatExceptionOfType(ServiceGroupUnavailableException.class).isThrownBy(() -> api.read("web"));
			}
			assertThat(this.calls).hasValue(1);
			goOn.countDown();
			awaitUp(context);
		});
	}

	@Test
	void aDatabaseAsksForEachConnection() {
		try (DatabaseServer server = new PostgresServer()) {
			this.current.set(new Credentials(DatabaseServer.USER, "wrong"));
			String url = server.url("timeout=4").replaceFirst("//.*@", "//");
			withCredentials(url).withPropertyValues("servicegroup.auto-join=false").run((context) -> {
				DistributedLocks locks = context.getBean(DistributedLocks.class);
				assertThatExceptionOfType(CoordinationException.class).isThrownBy(() -> locks.getLock("one").tryLock());
				this.current.set(new Credentials(DatabaseServer.USER, DatabaseServer.PASSWORD));
				try (DistributedLock lock = locks.getLock("one").acquireOrThrow(Duration.ofSeconds(4))) {
					assertThat(lock.isAcquired()).isTrue();
				}
			});
		}
	}

	@Test
	void redisUsesAReloadedBundle() throws IOException {
		Certificates certificates = new Certificates(this.directory);
		try (RedisServer server = RedisServer.secured(certificates)) {
			usesAReloadedBundle(certificates, "redis://127.0.0.1:" + server.securePort() + "?timeout=4");
		}
	}

	@Test
	void etcdUsesAReloadedBundle() throws IOException {
		Certificates certificates = new Certificates(this.directory);
		try (EtcdServer server = EtcdServer.secured(certificates.server(), certificates.serverKey(),
				certificates.authority())) {
			usesAReloadedBundle(certificates, "etcd3+https://127.0.0.1:" + server.securePort() + "?timeout=4");
		}
	}

	/** As connection details may create it. */
	@Test
	void onlyABundleWithOtherCertificatesIsAReload() throws Exception {
		Certificates certificates = new Certificates(this.directory);
		AtomicReference<Path> trusted = new AtomicReference<>(certificates.authority());
		AtomicInteger clients = new AtomicInteger();
		try (EtcdServer server = EtcdServer.secured(certificates.server(), certificates.serverKey(),
				certificates.authority())) {
			PemSslStoreDetails keys = PemSslStoreDetails.forCertificate("file:" + certificates.client())
				.withPrivateKey("file:" + certificates.clientKey());
			ConnectionResolver.Resolved details = new ConnectionResolver.Resolved(
					"etcd3+https://127.0.0.1:" + server.securePort() + "?timeout=4", () -> SslBundle
						.of(new PemSslStoreBundle(keys, PemSslStoreDetails.forCertificate("file:" + trusted.get()))));
			this.runner.withBean(ServiceGroupConnectionDetails.class, () -> details)
				.withBean("clients", HttpClientCustomizer.class, () -> (builder) -> {
					clients.incrementAndGet();
					// What changes the gateway's client keeps the gateway.
					builder.followRedirects(HttpClient.Redirect.NEVER);
				})
				.run((context) -> {
					awaitUp(context);
					ServiceGroupAPI api = context.getBean(ServiceGroupAPI.class);
					// Also called once to find out whether it changes anything.
					int before = clients.get();
					for (int i = 0; i < 5; i++) {
						assertThat(api.read("web").isUp("a")).isTrue();
					}
					assertThat(clients).as("clients").hasValue(before);
					trusted.set(certificates.stranger());
					awaitProblem(context, "not signed by a trusted CA");
					assertThat(clients).as("clients").hasValue(before + 1);
				});
		}
	}

	/** Its type says what it customizes, unlike that of a lambda. */
	private interface HttpClientCustomizer extends ServiceGroupClientBuilderCustomizer<HttpClient.Builder> {

	}

	/** At first the bundle trusts another authority. */
	private void usesAReloadedBundle(Certificates certificates, String url) throws IOException {
		Path trusted = Files.copy(certificates.stranger(), this.directory.resolve("trusted.pem"));
		this.runner.withPropertyValues("servicegroup.tooz-url=" + url, "servicegroup.ssl.bundle=store",
				"spring.ssl.bundle.watch.file.quiet-period=100ms", "spring.ssl.bundle.pem.store.reload-on-update=true",
				"spring.ssl.bundle.pem.store.truststore.certificate=" + trusted,
				"spring.ssl.bundle.pem.store.keystore.certificate=" + certificates.client(),
				"spring.ssl.bundle.pem.store.keystore.private-key=" + certificates.clientKey())
			.run((context) -> {
				awaitProblem(context, "not signed by a trusted CA");
				Files.copy(certificates.authority(), trusted, StandardCopyOption.REPLACE_EXISTING);
				awaitUp(context);
			});
	}

}
