package io.servicegroup.tooz.etcd;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

import io.servicegroup.servers.EtcdServer;
import io.servicegroup.servers.LocalProcess;
import io.servicegroup.tooz.Coordinator;
import io.servicegroup.tooz.Coordinators;
import io.servicegroup.tooz.ToozConnectionError;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * An etcd that speaks TLS and asks its clients for certificates, with an authority of the
 * test's own.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class EtcdTlsTests {

	private Path directory;

	private EtcdServer server;

	@BeforeAll
	void startServer(@TempDir Path temporary) throws Exception {
		this.directory = temporary;
		openssl("req -x509 -newkey rsa:2048 -nodes -days 2 -subj /CN=authority -keyout ca.key -out ca.pem");
		certificate("server", "IP:127.0.0.1");
		certificate("client", "DNS:client");
		this.server = EtcdServer.secured(file("server.pem"), file("server.key"), file("ca.pem"));
	}

	@AfterAll
	void closeServer() {
		this.server.close();
	}

	private Path file(String name) {
		return this.directory.resolve(name);
	}

	private void certificate(String name, String alternative) throws Exception {
		Files.writeString(file(name + ".ext"), "subjectAltName=" + alternative);
		openssl("req -newkey rsa:2048 -nodes -subj /CN=NAME -keyout NAME.key -out NAME.csr".replace("NAME", name));
		openssl("x509 -req -days 2 -in NAME.csr -CA ca.pem -CAkey ca.key -CAcreateserial -extfile NAME.ext -out NAME.pem"
			.replace("NAME", name));
	}

	/** Words with a dot are files of the directory. */
	private void openssl(String arguments) throws IOException, InterruptedException {
		List<String> command = new ArrayList<>(List.of("openssl"));
		for (String argument : arguments.split(" ")) {
			command.add(argument.contains(".") ? file(argument).toString() : argument);
		}
		try (LocalProcess process = new LocalProcess(command).start()) {
			assertThat(process.process().waitFor(60, TimeUnit.SECONDS)).isTrue();
			assertThat(process.process().exitValue()).as(process::output).isZero();
		}
	}

	private Coordinator coordinator(String host, String options) {
		return Coordinators.get("etcd3+https://" + host + ":" + this.server.securePort() + "?timeout=4" + options,
				"one");
	}

	private String trusting() {
		return "&ca_cert=" + file("ca.pem");
	}

	private String identified() {
		return "&cert_cert=" + file("client.pem") + "&cert_key=" + file("client.key");
	}

	@Test
	void aMemberJoinsWatchesAndLocks() throws Exception {
		try (Coordinator one = coordinator("127.0.0.1", trusting() + identified())) {
			one.start();
			one.joinGroupCreate("g", Map.of("v", 1L));
			one.heartbeat();
			one.watch("g", () -> {
			}).close();
			assertThat(one.getMemberCapabilities("g", "one")).isEqualTo(Map.of("v", 1L));
			assertThat(one.getLock("name").acquire(false)).isTrue();
		}
		assertThat(this.server.probe().keys()).containsExactly("tooz/groups/g/");
	}

	@Test
	void aServerThatNobodyVouchesForIsRefused() {
		try (Coordinator one = coordinator("127.0.0.1", identified())) {
			assertThatExceptionOfType(ToozConnectionError.class).isThrownBy(one::start)
				.withMessageContaining("ca_cert=");
		}
	}

	@Test
	void aServerUnderAnotherNameThanItsCertificatesIsRefused() {
		try (Coordinator one = coordinator("localhost", trusting() + identified())) {
			assertThatExceptionOfType(ToozConnectionError.class).isThrownBy(one::start)
				.withMessageContaining("localhost");
		}
	}

	@Test
	void aClientWithoutACertificateIsRefusedWhereTheServerAsksForOne() {
		try (Coordinator one = coordinator("127.0.0.1", trusting())) {
			assertThatExceptionOfType(ToozConnectionError.class).isThrownBy(one::start)
				.withMessageContaining("cannot be reached");
		}
	}

}
