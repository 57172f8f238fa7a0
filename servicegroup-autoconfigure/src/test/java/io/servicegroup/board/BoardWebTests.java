package io.servicegroup.board;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.tomcat.autoconfigure.reactive.TomcatReactiveWebServerAutoConfiguration;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Configuration;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The board over HTTP, in real applications with Web MVC and WebFlux.
 */
@Timeout(60)
class BoardWebTests {

	/** Netty is on the class path of the tests, too. */
	private static final String TOMCAT_REACTIVE = TomcatReactiveWebServerAutoConfiguration.class.getName()
			+ ",org.springframework.boot.tomcat.autoconfigure.actuate.web.server.TomcatReactiveManagementContextAutoConfiguration";

	private static final HttpClient HTTP = HttpClient.newHttpClient();

	private static ConfigurableApplicationContext start(String type, String... more) {
		return new SpringApplicationBuilder(Application.class)
			.properties("server.port=0", "servicegroup.tooz-url=memory://" + type + more.length,
					"servicegroup.group=web", "servicegroup.member-id=a", "servicegroup.poll-interval=100ms",
					"management.endpoints.web.exposure.include=*", "spring.main.web-application-type=" + type,
					"spring.autoconfigure.exclude=" + TOMCAT_REACTIVE)
			.run(more);
	}

	private static HttpResponse<String> get(ConfigurableApplicationContext context, String port, String path,
			String... headers) {
		return send(HttpRequest.newBuilder(uri(context, port, path)), headers);
	}

	private static HttpResponse<String> send(HttpRequest.Builder request, String... headers) {
		try {
			return HTTP.send((headers.length > 0) ? request.headers(headers).build() : request.build(),
					HttpResponse.BodyHandlers.ofString());
		}
		catch (IOException | InterruptedException ex) {
			throw new IllegalStateException(ex);
		}
	}

	private static URI uri(ConfigurableApplicationContext context, String port, String path) {
		return URI.create("http://localhost:" + context.getEnvironment().getRequiredProperty(port) + path);
	}

	@ParameterizedTest
	@ValueSource(strings = { "servlet", "reactive" })
	void itIsOffByDefault(String type) {
		try (ConfigurableApplicationContext context = start(type)) {
			assertThat(context.getBeansOfType(Board.class)).isEmpty();
			for (String path : List.of("/", "/servicegroup/", "/app.js", "/servicegroup/stream")) {
				assertThat(get(context, "local.server.port", path).statusCode()).isEqualTo(404);
			}
		}
	}

	@ParameterizedTest
	@CsvSource({ "servlet, /servicegroup/, ''", "reactive, /servicegroup/, ''", "servlet, /, /", "reactive, /, /",
			"servlet, /ops/board/, ops/board/", "reactive, /ops/board/, /ops/board" })
	void thePageAndItsFilesAreServed(String type, String path, String configured) {
		String[] properties = configured.isEmpty() ? new String[] { "--servicegroup.ui.enabled=true" }
				: new String[] { "--servicegroup.ui.enabled=true", "--servicegroup.ui.path=" + configured };
		try (ConfigurableApplicationContext context = start(type, properties)) {
			assertIsServed(context, "local.server.port", path);
		}
	}

	private void assertIsServed(ConfigurableApplicationContext context, String port, String path) {
		HttpResponse<String> page = get(context, port, path);
		assertThat(page.statusCode()).isEqualTo(200);
		assertThat(page.headers().firstValue("Content-Type").orElseThrow()).startsWith("text/html");
		assertThat(page.headers().firstValue("Content-Security-Policy").orElseThrow()).contains("default-src 'none'")
			.doesNotContain("unsafe");
		assertThat(page.body()).doesNotContain("<style", " style=", " onclick=", "=\"http", "=\"//");
		List<String> files = Pattern.compile("(?:src|href)=\"([a-z]+\\.(?:js|css))\"")
			.matcher(page.body())
			.results()
			.map((MatchResult file) -> file.group(1))
			.toList();
		assertThat(files).contains("app.js", "app.css");
		for (String name : files) {
			HttpResponse<String> file = get(context, port, path + name);
			assertThat(file.statusCode()).isEqualTo(200);
			assertThat(file.headers().firstValue("Content-Type").orElseThrow())
				.startsWith(name.endsWith("js") ? "text/javascript" : "text/css");
			String etag = file.headers().firstValue("ETag").orElseThrow();
			assertThat(get(context, port, path + name, "If-None-Match", etag).statusCode()).isEqualTo(304);
		}
		if (!path.equals("/")) {
			String without = path.substring(0, path.length() - 1);
			HttpResponse<String> redirect = get(context, port, without);
			assertThat(redirect.statusCode()).isEqualTo(302);
			assertThat(redirect.headers().firstValue("Location").orElseThrow()).endsWith(path);
		}
		assertThat(send(
				HttpRequest.newBuilder(uri(context, port, path)).method("POST", HttpRequest.BodyPublishers.noBody()))
			.statusCode()).isEqualTo(405);
	}

	@ParameterizedTest
	@ValueSource(strings = { "servlet", "reactive" })
	void theStreamBeginsWithTheGroup(String type) throws Exception {
		try (ConfigurableApplicationContext context = start(type, "--servicegroup.ui.enabled=true")) {
			List<String> lines = new ArrayList<>();
			try (InputStream stream = open(context, "local.server.port")) {
				BufferedReader reader = new BufferedReader(new InputStreamReader(stream, StandardCharsets.UTF_8));
				for (String line = ""; !line.equals("event:pulse"); line = String.valueOf(reader.readLine())) {
					lines.add(line);
				}
			}
			assertThat(String.join("\n", lines)).contains("\"group\":\"web\"", "../actuator/servicegroup",
					"../actuator/health");
			long begun = System.nanoTime();
			try (InputStream open = open(context, "local.server.port")) {
				assertThat(open.read()).isPositive();
				context.close();
			}
			assertThat(Duration.ofNanos(System.nanoTime() - begun)).isLessThan(Duration.ofSeconds(10));
		}
	}

	private InputStream open(ConfigurableApplicationContext context, String port) throws Exception {
		HttpResponse<InputStream> response = HTTP.send(
				HttpRequest.newBuilder(uri(context, port, "/servicegroup/stream")).build(),
				HttpResponse.BodyHandlers.ofInputStream());
		assertThat(response.statusCode()).isEqualTo(200);
		assertThat(response.headers().firstValue("Content-Type").orElseThrow()).startsWith("text/event-stream");
		return response.body();
	}

	@ParameterizedTest
	@ValueSource(strings = { "servlet", "reactive" })
	void theManagementPortServesItWhereThereIsOne(String type) throws Exception {
		try (ConfigurableApplicationContext context = start(type, "--servicegroup.ui.enabled=true",
				"--management.server.port=0")) {
			assertIsServed(context, "local.management.port", "/servicegroup/");
			assertThat(get(context, "local.server.port", "/servicegroup/").statusCode()).isEqualTo(404);
			try (InputStream stream = open(context, "local.management.port")) {
				assertThat(stream.read()).isPositive();
			}
		}
	}

	@Test
	void thePathHasASlashAtBothEnds() {
		assertThat(BoardPath.of("").path()).isEqualTo("/");
		assertThat(BoardPath.of("/a//").path()).isEqualTo("/a/");
		assertThat(BoardPath.of("a/b").withoutSlash()).isEqualTo("/a/b");
	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	static class Application {

	}

}
