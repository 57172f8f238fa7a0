package io.servicegroup.autoconfigure;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.concurrent.CompletionException;

import io.servicegroup.ServiceGroupAPI;
import io.servicegroup.ServiceGroupUnavailableException;
import io.servicegroup.tooz.DistributedLocks;
import io.servicegroup.tooz.memory.MemoryStore;
import io.servicegroup.tooz.memory.MemoryStore.Failure;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Configuration;
import org.springframework.http.HttpStatus;
import org.springframework.test.json.JsonContent;
import org.springframework.web.bind.annotation.ControllerAdvice;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What a web application answers while the store is unavailable.
 */
@ExtendWith(OutputCaptureExtension.class)
class UnavailableRequestTests {

	private static final HttpClient HTTP = HttpClient.newHttpClient();

	private final MemoryStore store = MemoryStore.named("requests");

	@AfterEach
	void removeStore() {
		this.store.close();
	}

	private ConfigurableApplicationContext start(WebApplicationType type, Class<?>... classes) {
		this.store.fail(Failure.UNAVAILABLE);
		return new SpringApplicationBuilder(classes).web(type)
			.properties("server.port=0", "servicegroup.tooz-url=memory://requests", "servicegroup.group=web",
					"management.endpoints.web.exposure.include=servicegroup")
			.run();
	}

	private static HttpResponse<String> get(ConfigurableApplicationContext context, String path) {
		String port = context.getEnvironment().getRequiredProperty("local.server.port");
		try {
			return HTTP.send(HttpRequest.newBuilder(URI.create("http://localhost:" + port + path))
				.header("Accept", "application/json")
				.build(), HttpResponse.BodyHandlers.ofString());
		}
		catch (IOException | InterruptedException ex) {
			throw new IllegalStateException(ex);
		}
	}

	@ParameterizedTest
	@EnumSource(names = { "SERVLET", "REACTIVE" })
	void isAnsweredWithAProblemDetail(WebApplicationType type, CapturedOutput output) {
		try (ConfigurableApplicationContext context = start(type, Application.class)) {
			for (String path : new String[] { "/members", "/wrapped", "/lock" }) {
				HttpResponse<String> response = get(context, path);
				assertThat(response.statusCode()).as(path).isEqualTo(503);
				assertThat(response.headers().firstValue("Content-Type")).hasValue("application/problem+json");
				assertThat(new JsonContent(response.body())).isStrictlyEqualTo("""
						{"status":503,"title":"Service Unavailable","instance":"%s",
						"detail":"The coordination service is unavailable. Try again later."}""".formatted(path));
			}
			assertThat(get(context, "/other").statusCode()).isEqualTo(500);
		}
		assertThat(output).contains("not of the store").doesNotContain("StoreUnavailableException");
	}

	@Test
	void anOwnHandlerHasPrecedence() {
		try (ConfigurableApplicationContext context = start(WebApplicationType.SERVLET, Application.class,
				OwnHandler.class)) {
			assertThat(get(context, "/members").statusCode()).isEqualTo(429);
		}
	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	@RestController
	static class Application {

		private final ServiceGroupAPI api;

		private final DistributedLocks locks;

		Application(ServiceGroupAPI api, DistributedLocks locks) {
			this.api = api;
			this.locks = locks;
		}

		@GetMapping("/members")
		int members() {
			return this.api.getAll("web").size();
		}

		@GetMapping("/wrapped")
		int wrapped() {
			throw new CompletionException(new ServiceGroupUnavailableException("the store is down", null));
		}

		@GetMapping("/lock")
		boolean lock() {
			return this.locks.getLock("x").acquire(false);
		}

		@GetMapping("/other")
		int other() {
			throw new IllegalStateException("not of the store");
		}

	}

	@ControllerAdvice
	static class OwnHandler {

		@ExceptionHandler(Exception.class)
		@ResponseStatus(HttpStatus.TOO_MANY_REQUESTS)
		void handle() {
		}

	}

}
