package io.servicegroup.sample;

import java.io.IOException;
import java.net.ConnectException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.env.YamlPropertySourceLoader;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.core.env.StandardEnvironment;
import org.springframework.core.io.ClassPathResource;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * The sample, whose endpoints are unrestricted, serves only requests from this machine
 * that use its own host names.
 */
@SpringBootTest(webEnvironment = WebEnvironment.RANDOM_PORT, properties = "sample.allowed-hosts=web.example,other")
class LocalOnlyTests {

	@TempDir
	private static Path directory;

	@Value("${local.server.port}")
	private int port;

	@DynamicPropertySource
	static void url(DynamicPropertyRegistry registry) {
		registry.add("servicegroup.tooz-url", () -> "file://" + directory.resolve("store") + "?timeout=5");
	}

	@Test
	void bindsToOneLoopbackAddress() throws IOException {
		connect("127.0.0.1").close();
		for (String other : new String[] { "127.0.0.2", "::1" }) {
			assertThatExceptionOfType(ConnectException.class).isThrownBy(() -> connect(other));
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "localhost", "LOCALHOST:PORT", "127.0.0.1:PORT", "[::1]:PORT", "web.example", "other:80" })
	void servesItsOwnNames(String host) throws IOException {
		assertThat(status(host, "/")).isEqualTo(200);
		assertThat(status(host, "/actuator/servicegroup")).isEqualTo(200);
	}

	@ParameterizedTest
	@ValueSource(strings = { "evil.example", "evil.example:PORT", "localhost.evil.example", "127.0.0.1.nip.io:PORT",
			"localhost.", "10.0.0.1", "[::2]" })
	void rejectsForeignNames(String host) throws IOException {
		for (String path : new String[] { "/", "/stream", "/actuator/servicegroup", "/actuator/env", "/none" }) {
			assertThat(status(host, path)).isEqualTo(421);
		}
		assertThat(answer(host, "/")).contains("sample.allowed-hosts").doesNotContain("<html");
	}

	@Test
	void usesADirectoryOfThisUser() throws IOException {
		StandardEnvironment environment = new StandardEnvironment();
		new YamlPropertySourceLoader().load("sample", new ClassPathResource("application.yaml"))
			.forEach(environment.getPropertySources()::addLast);
		assertThat(environment.getRequiredProperty("servicegroup.tooz-url"))
			.matches("file:///.+/servicegroup\\?timeout=5")
			.contains(System.getenv().getOrDefault("XDG_CACHE_HOME", System.getProperty("user.home") + "/.cache"));
	}

	private int status(String host, String path) throws IOException {
		return Integer.parseInt(answer(host, path).split(" ")[1]);
	}

	private String answer(String host, String path) throws IOException {
		try (Socket socket = connect("127.0.0.1")) {
			String request = "GET " + path + " HTTP/1.1\r\nHost: " + host.replace("PORT", "" + this.port)
					+ "\r\nConnection: close\r\n\r\n";
			socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
			return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
		}
	}

	private Socket connect(String address) throws IOException {
		Socket socket = new Socket();
		socket.setSoTimeout(5000);
		socket.connect(new InetSocketAddress(address, this.port), 5000);
		return socket;
	}

}
