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
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

import io.servicegroup.ServiceGroupAPI;
import io.servicegroup.tooz.Coordinator;
import io.servicegroup.tooz.coordination.Coordinators;
import jakarta.servlet.Filter;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication.Type;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.tomcat.autoconfigure.reactive.TomcatReactiveWebServerAutoConfiguration;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

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

	@ParameterizedTest
	@ValueSource(strings = { "servlet", "reactive" })
	void aBrowserThatComesBackIsSentWhatItMissed(String type) throws Exception {
		try (ConfigurableApplicationContext context = start(type, "--servicegroup.ui.enabled=true", "--resume=1");
				Coordinator other = Coordinators.get("memory://" + type + "2", "b")) {
			await().until(() -> context.getBean(ServiceGroupAPI.class).getAll("web").size() == 1);
			String[] first = message(context, "snapshot");
			assertThat(first[1]).contains("\"version\":2", "\"id\":\"a\"", "\"level\":\"GREEN\"")
				.doesNotContain("\"b\"");
			other.start();
			other.joinGroup("web");
			await().until(() -> context.getBean(ServiceGroupAPI.class).getAll("web").size() == 2);
			String[] second = message(context, "delta", "Last-Event-ID", first[0]);
			assertThat(second[1]).contains("\"id\":\"b\"", "\"kind\":\"JOINED\"")
				.doesNotContain("\"id\":\"a\"", "version", "backend");
			String line = get(context, "local.server.port", "/servicegroup/timeline").body();
			assertThat(line).contains("\"first\":1", "\"columns\":480", "\"kinds\":[\"JOINED\"]", "\"ages\":[");
			String now = Instant.now().toString();
			assertThat(get(context, "local.server.port", "/servicegroup/timeline?from=2026-01-01T00:00:00Z&to=" + now)
				.body()).contains("\"to\":\"" + now, "\"knownFrom\":\"", "\"kinds\":[\"JOINED\"]");
			assertThat(get(context, "local.server.port", "/servicegroup/timeline?from=noon&to=").body())
				.contains("\"first\":1");
			assertThat(get(context, "local.server.port", "/servicegroup/up-at?time=" + Instant.now()).body())
				.isEqualTo("{\"up\":[\"a\",\"b\"]}");
			assertThat(get(context, "local.server.port", "/servicegroup/up-at?time=2000-01-01T00:00:00Z").body())
				.isEqualTo("{\"up\":null}");
			assertThat(get(context, "local.server.port", "/servicegroup/up-at?time=noon").body())
				.isEqualTo("{\"up\":null}");
			assertThat(message(context, "snapshot", "Last-Event-ID", "00000000-1")[1]).contains("\"id\":\"b\"");
			assertThat(message(context, "snapshot", "Last-Event-ID", first[0] + "9")[1]).contains("\"id\":\"b\"");
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "servlet", "reactive" })
	void allGroupsOfTheStoreAreShown(String type) throws Exception {
		try (ConfigurableApplicationContext context = start(type, "--servicegroup.ui.enabled=true", "--groups=1",
				"--x=1"); Coordinator other = Coordinators.get("memory://" + type + "3", "b")) {
			other.start();
			other.joinGroupCreate("batch", null);
			String path = "/servicegroup/stream?group=";
			assertThat(get(context, "local.server.port", path + "none").statusCode()).isEqualTo(404);
			await().untilAsserted(() -> {
				try (InputStream stream = stream(context, path + "batch")) {
					BufferedReader reader = new BufferedReader(new InputStreamReader(stream, StandardCharsets.UTF_8));
					assertThat(reader.readLine()).isEqualTo("event:snapshot");
					reader.readLine();
					assertThat(reader.readLine()).contains("\"group\":\"batch\"", "\"id\":\"b\"",
							"{\"id\":\"batch\",\"joined\":false,\"up\":1}",
							"{\"id\":\"web\",\"joined\":true,\"up\":1}");
				}
			});
			assertThat(message(context, "snapshot")[1]).contains("\"group\":\"web\"");
			await().untilAsserted(
					() -> assertThat(get(context, "local.server.port", "/servicegroup/timeline?group=batch").body())
						.contains("\"from\""));
			assertThat(get(context, "local.server.port", "/servicegroup/timeline?group=none").body()).isEqualTo("{}");
		}
	}

	private InputStream stream(ConfigurableApplicationContext context, String path) throws Exception {
		HttpResponse<InputStream> response = HTTP.send(
				HttpRequest.newBuilder(uri(context, "local.server.port", path)).build(),
				HttpResponse.BodyHandlers.ofInputStream());
		assertThat(response.statusCode()).isEqualTo(200);
		return response.body();
	}

	@ParameterizedTest
	@CsvSource({ "servlet, ''", "reactive, ''", "servlet, --management.server.port=0" })
	void theOtherMembersKnowWhereTheBoardIs(String type, String more) {
		try (ConfigurableApplicationContext context = start(type, "--servicegroup.ui.enabled=true",
				more.isEmpty() ? "--server.servlet.context-path=/app" : more)) {
			ServiceGroupAPI api = context.getBean(ServiceGroupAPI.class);
			String port = context.getEnvironment()
				.getRequiredProperty(more.isEmpty() ? "local.server.port" : "local.management.port");
			String path = (type.equals("servlet") && more.isEmpty()) ? "/app/servicegroup/" : "/servicegroup/";
			await().untilAsserted(
					() -> assertThat(api.getAll("web").get(0).capabilities().get("servicegroup.board")).asString()
						.startsWith("http://")
						.endsWith(":" + port + path));
		}
	}

	/** Returns the id and the data of the first message, which has to be of a kind. */
	private String[] message(ConfigurableApplicationContext context, String kind, String... headers) throws Exception {
		HttpRequest.Builder request = HttpRequest.newBuilder(uri(context, "local.server.port", "/servicegroup/stream"));
		try (InputStream stream = HTTP
			.send(((headers.length > 0) ? request.headers(headers) : request).build(),
					HttpResponse.BodyHandlers.ofInputStream())
			.body()) {
			BufferedReader reader = new BufferedReader(new InputStreamReader(stream, StandardCharsets.UTF_8));
			assertThat(reader.readLine()).isEqualTo("event:" + kind);
			return new String[] { reader.readLine().substring("id:".length()), reader.readLine() };
		}
	}

	@Test
	void thePageOffersActsOnlyWhereTheEndpointGrantsThem() throws Exception {
		for (String access : new String[] { "read-only", "unrestricted" }) {
			try (ConfigurableApplicationContext context = start("servlet", "--servicegroup.ui.enabled=true",
					"--management.endpoint.servicegroup.access=" + access)) {
				assertThat(message(context, "snapshot")[1]).contains("\"acts\":" + access.equals("unrestricted"));
			}
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "servlet", "reactive" })
	void thereAreNoLinksToEndpointsThatAreNotServed(String type) throws Exception {
		try (ConfigurableApplicationContext context = start(type, "--servicegroup.ui.enabled=true",
				"--management.server.port=-1", "--management.endpoint.servicegroup.access=unrestricted")) {
			assertThat(get(context, "local.server.port", "/actuator/servicegroup").statusCode()).isEqualTo(404);
			assertThat(message(context, "snapshot")[1]).contains("\"links\":{}", "\"acts\":false");
		}
	}

	@Test
	void theTimeLineOutlivesTheApplication(@TempDir Path directory) {
		String history = "--servicegroup.ui.history=" + directory.resolve("history");
		try (ConfigurableApplicationContext context = start("servlet", "--servicegroup.ui.enabled=true", history)) {
			await().until(() -> context.getBean(ServiceGroupAPI.class).getAll("web").size() == 1);
			await().until(() -> get(context, "local.server.port", "/servicegroup/timeline").body().contains("from"));
		}
		Instant between = Instant.now();
		try (ConfigurableApplicationContext context = start("servlet", "--servicegroup.ui.enabled=true", history)) {
			await().untilAsserted(() -> assertThat(message(context, "snapshot")[1]).contains("\"kind\":\"STOPPED\"",
					"\"kind\":\"STARTED\""));
			assertThat(get(context, "local.server.port", "/servicegroup/up-at?time=" + between.plusMillis(1)).body())
				.contains("\"up\":null", "\"wereUp\":[\"a\"]");
		}
	}

	/** The own group's file is the configured one, and the others are beside it. */
	@ParameterizedTest
	@ValueSource(strings = { "servlet", "reactive" })
	void theTimeLineOfEachJoinedGroupOutlivesTheApplication(String type, @TempDir Path directory) {
		String history = "--servicegroup.ui.history=" + directory.resolve("history");
		String path = "/servicegroup/timeline?group=batch.1";
		for (int i = 0; i < 2; i++) {
			try (ConfigurableApplicationContext context = start(type, "--servicegroup.ui.enabled=true", history,
					"--x=1", "--y=1")) {
				context.getBean(ServiceGroupAPI.class).join("batch.1", Map.of());
				await().until(() -> get(context, "local.server.port", path).body().contains("from"));
				boolean again = i > 0;
				await().untilAsserted(
						() -> assertThat(get(context, "local.server.port", path).body().contains("\"STARTED\""))
							.isEqualTo(again));
			}
			assertThat(directory).isDirectoryContaining("glob:**/history-batch%2E1");
		}
	}

	@Test
	void aHistoryThatCannotBeWrittenIsRefused(@TempDir Path directory) {
		assertThatThrownBy(() -> start("servlet", "--servicegroup.ui.enabled=true",
				"--servicegroup.ui.history=" + directory.resolve("none/history")))
			.rootCause()
			.hasMessageContaining("history' cannot be used: its directory does not exist");
	}

	/** Spring Security has its token in this attribute of the request. */
	@Test
	void thePageFindsTheTokenAgainstCrossSiteRequests() {
		try (ConfigurableApplicationContext context = start("servlet", "--servicegroup.ui.enabled=true")) {
			HttpResponse<String> none = get(context, "local.server.port", "/servicegroup/csrf");
			assertThat(none.body()).isEqualTo("{}");
			assertThat(none.headers().firstValue("Cache-Control")).hasValue("no-store");
			assertThat(get(context, "local.server.port", "/servicegroup/csrf?token=secret").body())
				.isEqualTo("{\"header\":\"X-CSRF-TOKEN\",\"token\":\"secret\"}");
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

		@Bean
		@ConditionalOnWebApplication(type = Type.SERVLET)
		static Filter tokens() {
			return (request, response, chain) -> {
				String token = request.getParameter("token");
				if (token != null) {
					request.setAttribute("org.springframework.security.web.csrf.CsrfToken",
							new RequestToken("X-CSRF-TOKEN", token));
				}
				chain.doFilter(request, response);
			};
		}

	}

}
