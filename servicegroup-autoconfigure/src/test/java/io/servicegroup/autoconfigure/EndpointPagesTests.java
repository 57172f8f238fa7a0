package io.servicegroup.autoconfigure;

import java.io.IOException;
import java.lang.reflect.RecordComponent;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import io.servicegroup.MemberSwitches;
import io.servicegroup.ServiceGroupAPI;
import io.servicegroup.actuate.GroupDescriptor;
import io.servicegroup.actuate.MemberDescriptor;
import io.servicegroup.actuate.ServiceGroupEndpoint.ServiceGroupDescriptor;
import io.servicegroup.tooz.Coordinator;
import io.servicegroup.tooz.coordination.Coordinators;
import io.servicegroup.tooz.memory.MemoryStore;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Configuration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Filters and pages of the endpoint, and its documentation in docs/endpoint.md.
 */
class EndpointPagesTests {

	private static final String URL = "memory://pages?timeout=60";

	private static final MemoryStore STORE = MemoryStore.named("pages");

	private static final List<Coordinator> OTHERS = Stream.of("web-2", "web-3", "job-1", "job-2")
		.map((id) -> Coordinators.get(URL, id))
		.toList();

	private static ConfigurableApplicationContext context;

	@BeforeAll
	static void start() {
		for (Coordinator other : OTHERS) {
			other.start();
			other.joinGroupCreate("web", Map.of());
		}
		context = new SpringApplicationBuilder(Application.class)
			.properties("server.port=0", "servicegroup.tooz-url=" + URL, "servicegroup.group=web",
					"servicegroup.member-id=web-1", "management.endpoints.web.exposure.include=servicegroup")
			.run();
		ServiceGroupAPI api = context.getBean(ServiceGroupAPI.class);
		await().atMost(Duration.ofSeconds(10)).until(() -> api.getAll("web").size() == 5);
		api.disable("web", "web-2", "its disk fails");
		await().atMost(Duration.ofSeconds(10))
			.until(() -> api.view("web").member("web-2").orElseThrow().switches().disabled());
	}

	@AfterAll
	static void stop() {
		context.close();
		OTHERS.forEach(Coordinator::close);
		STORE.close();
	}

	private static HttpResponse<String> get(String query) throws IOException, InterruptedException {
		String port = context.getEnvironment().getRequiredProperty("local.server.port");
		return HttpClient.newHttpClient()
			.send(HttpRequest.newBuilder(URI.create("http://localhost:" + port + "/actuator/servicegroup/web?" + query))
				.build(), HttpResponse.BodyHandlers.ofString());
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', nullValues = "none", value = {
			"any=1                            | 5 | job-1 job-2 web-1 web-2 web-3",
			"member=web-                      | 3 | web-1 web-2 web-3", "disabled=true                    | 1 | web-2",
			"disabled=false&member=web        | 2 | web-1 web-3", "limit=2                          | 5 | job-1 job-2",
			"limit=2&after=job-2              | 5 | web-1 web-2", "limit=2&after=web-2              | 5 | web-3",
			"member=web&limit=1&after=web-1   | 3 | web-2", "member=nobody                    | 0 | none" })
	void membersAreSelected(String query, int count, String ids) throws IOException, InterruptedException {
		JsonNode group = JsonMapper.shared().readTree(get(query).body()).at("/groups/web");
		assertThat(group.get("memberCount").asInt()).isEqualTo(count);
		assertThat(group.get("members").valueStream().map((member) -> member.get("id").asString()))
			.containsExactly((ids != null) ? ids.split(" ") : new String[0]);
	}

	@Test
	void anInvalidLimitIsRefused() throws IOException, InterruptedException {
		assertThat(get("limit=0").statusCode()).isEqualTo(400);
		assertThat(get("limit=x").statusCode()).isEqualTo(400);
	}

	@Test
	void theDocumentationHasEachField() throws IOException {
		String page = Files.readString(Path.of("../docs/endpoint.md"));
		assertThat(fields(page, "field")).isEqualTo(components(ServiceGroupDescriptor.class));
		assertThat(fields(page, "field of a group")).isEqualTo(components(GroupDescriptor.class));
		assertThat(fields(page, "field of a member")).isEqualTo(components(MemberDescriptor.class));
		assertThat(components(MemberSwitches.class)).allMatch((name) -> page.contains("`" + name + "`"));
	}

	@Test
	void theExampleHasTheFormOfTheResponse() throws IOException {
		String page = Files.readString(Path.of("../docs/endpoint.md"));
		String example = Pattern.compile("(?s)```json\\n(.*?)```")
			.matcher(page)
			.results()
			.findFirst()
			.orElseThrow()
			.group(1);
		ServiceGroupDescriptor read = JsonMapper.shared().readValue(example, ServiceGroupDescriptor.class);
		assertThat(read.groups().get("web").members()).hasSize(2);
	}

	private static List<String> fields(String page, String corner) {
		return page.lines()
			.dropWhile((line) -> !line.startsWith("| " + corner + " |"))
			.skip(2)
			.takeWhile((line) -> line.startsWith("| "))
			.map((line) -> line.replaceFirst("\\| `(\\w+)`.*", "$1"))
			.toList();
	}

	private static List<String> components(Class<?> type) {
		return Arrays.stream(type.getRecordComponents()).map(RecordComponent::getName).toList();
	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	static class Application {

	}

}
