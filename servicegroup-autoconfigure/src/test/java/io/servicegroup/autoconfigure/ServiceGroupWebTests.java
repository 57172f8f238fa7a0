package io.servicegroup.autoconfigure;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

import io.servicegroup.ServiceGroupAPI;
import io.servicegroup.tck.servers.SharedDirectory;
import io.servicegroup.tooz.Coordinator;
import io.servicegroup.tooz.coordination.Coordinators;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.web.server.context.WebServerApplicationContext;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.SmartLifecycle;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.Environment;
import org.springframework.test.json.JsonContent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * A real web application: when it joins and leaves, and what the health and service group
 * endpoints return over HTTP.
 */
class ServiceGroupWebTests {

	private static final String URL = "servicegroup.tooz-url";

	private static final HttpClient HTTP = HttpClient.newHttpClient();

	private SharedDirectory directory;

	private String url;

	@BeforeEach
	void url() {
		this.directory = new SharedDirectory();
		this.url = this.directory.url("timeout=4");
		Application.seen.clear();
	}

	@AfterEach
	void closeDirectory() {
		this.directory.close();
	}

	private ConfigurableApplicationContext start(String... args) {
		return new SpringApplicationBuilder(Application.class)
			.properties("server.port=0", "spring.application.name=web", "servicegroup.tooz-url=" + this.url,
					"management.endpoints.web.exposure.include=*", "management.endpoint.health.show-details=always",
					"management.endpoint.env.show-values=always", "servicegroup.member-id=a",
					"management.endpoint.health.probes.enabled=true", "servicegroup.poll-interval=200ms")
			.run(args);
	}

	private static HttpResponse<String> get(ConfigurableApplicationContext context, String path) {
		return get(context.getEnvironment(), path);
	}

	private static HttpResponse<String> get(Environment environment, String path) {
		String port = environment.getRequiredProperty("local.server.port");
		try {
			return HTTP.send(HttpRequest.newBuilder(URI.create("http://localhost:" + port + path)).build(),
					HttpResponse.BodyHandlers.ofString());
		}
		catch (IOException | InterruptedException ex) {
			throw new IllegalStateException(ex);
		}
	}

	private static JsonContent json(ConfigurableApplicationContext context, String path) {
		return new JsonContent(get(context, path).body());
	}

	@Test
	void healthAndEndpointShowTheGroup() {
		try (ConfigurableApplicationContext context = start("--servicegroup.capabilities.zone=north")) {
			await().atMost(Duration.ofSeconds(3))
				.until(() -> context.getBean(ServiceGroupAPI.class).getAll("web").size() == 1);
			assertThat(json(context, "/actuator/health")).extractingPath("$.components.serviceGroup")
				.asMap()
				.containsEntry("status", "UP")
				.extracting("details")
				.asInstanceOf(InstanceOfAssertFactories.MAP)
				.containsEntry("backend", "file")
				.containsEntry("url", this.url)
				.containsEntry("group", "web")
				.containsEntry("memberId", "a")
				.containsEntry("members", 1)
				.containsKey("lastHeartbeatAge");
			for (String path : List.of("/actuator/servicegroup", "/actuator/servicegroup/web")) {
				assertThat(json(context, path)).isLenientlyEqualTo("""
						{"backend":"file","url":"%s","memberId":"a","groups":{"web":{"leader":null,"stale":false,
						"members":[{"id":"a","self":true,"up":true,"capabilities":{"zone":"north"}}]}}}"""
					.formatted(this.url));
				assertThat(json(context, path)).extractingPath("$.groups.web.asOf").asString().matches("\\d{4}-.*Z");
				assertThat(json(context, path)).extractingPath("$.groups.web.members[0].updatedAt")
					.asString()
					.matches("\\d{4}-.*Z");
			}
			assertThat(get(context, "/actuator/servicegroup/nowhere").statusCode()).isEqualTo(404);
		}
	}

	@Test
	void anOutageIsReportedWithTheLatestView() {
		try (ConfigurableApplicationContext context = start()) {
			await().atMost(Duration.ofSeconds(3))
				.until(() -> context.getBean(ServiceGroupAPI.class).getAll("web").size() == 1);
			this.directory.stop();
			await().atMost(Duration.ofSeconds(7)).until(() -> get(context, "/actuator/health").statusCode() == 503);
			assertThat(json(context, "/actuator/health")).extractingPath("$.components.serviceGroup.details.reason")
				.asString()
				.startsWith("No successful heartbeat for ");
			assertThat(get(context, "/actuator/health/liveness").statusCode()).isEqualTo(200);
			assertThat(json(context, "/actuator/servicegroup")).extractingPath("$.groups.web")
				.asMap()
				.containsEntry("stale", true)
				.containsKey("problem")
				.extractingByKey("members")
				.asInstanceOf(InstanceOfAssertFactories.LIST)
				.hasSize(1);
		}
	}

	@Test
	void theUrlsSecretIsInNoEndpoint() {
		String secret = "s3cr3tMarker";
		try (ConfigurableApplicationContext context = start("--servicegroup.auto-join=false",
				"--servicegroup.tooz-url=redis://user:" + secret + "@127.0.0.1:1?timeout=4")) {
			for (String path : List.of("env", "configprops", "health", "servicegroup", "servicegroup/web", "beans")) {
				assertThat(get(context, "/actuator/" + path).body()).as(path).doesNotContain(secret);
			}
		}
	}

	@ParameterizedTest
	@EnumSource(names = { "SERVLET", "REACTIVE" })
	void joinsOnceTheServerListensAndLeavesBeforeItStops(WebApplicationType type) {
		try (ConfigurableApplicationContext context = start("--spring.main.web-application-type=" + type)) {
			await().atMost(Duration.ofSeconds(3)).until(() -> Application.isMember(this.url));
		}
		assertThat(Application.seen).containsExactly("before the server: member=false",
				"between leaving and stopping: member=false, http=200");
	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	static class Application {

		static final List<String> seen = new CopyOnWriteArrayList<>();

		static boolean isMember(String url) {
			try (Coordinator observer = Coordinators.get(url, "observer")) {
				observer.start();
				return observer.getGroups().contains("web") && observer.getMembers("web").contains("a");
			}
		}

		@Bean
		SmartLifecycle beforeTheServer(Environment environment) {
			return new PhaseCallback(WebServerApplicationContext.START_STOP_LIFECYCLE_PHASE - 1, () -> {
				if (isOfInterest(environment)) {
					seen.add("before the server: member=" + isMember(environment.getRequiredProperty(URL)));
				}
			}, () -> {
			});
		}

		@Bean
		SmartLifecycle betweenLeavingAndStopping(Environment environment) {
			return new PhaseCallback(WebServerApplicationContext.GRACEFUL_SHUTDOWN_PHASE + 1, () -> {
			}, () -> {
				if (isOfInterest(environment)) {
					seen.add("between leaving and stopping: member=" + isMember(environment.getRequiredProperty(URL))
							+ ", http=" + get(environment, "/actuator/info").statusCode());
				}
			});
		}

		private static boolean isOfInterest(Environment environment) {
			return environment.getRequiredProperty(URL).startsWith("file:");
		}

	}

}
