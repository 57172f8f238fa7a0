package io.servicegroup.autoconfigure;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.security.Principal;
import java.time.Duration;
import java.util.List;
import java.util.Map;

import javax.management.JMException;
import javax.management.MBeanServer;
import javax.management.ObjectName;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.servicegroup.OperatorAct;
import io.servicegroup.ServiceGroupAPI;
import io.servicegroup.actuate.ServiceGroupEndpointWebExtension;
import io.servicegroup.tck.servers.SharedDirectory;
import io.servicegroup.tck.servers.StoreFixture;
import io.servicegroup.tck.servers.StoreServer;
import jakarta.servlet.Filter;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.tomcat.autoconfigure.reactive.TomcatReactiveWebServerAutoConfiguration;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Operators' switches over HTTP and JMX, in real applications: the access that they need,
 * the errors of invalid requests, and what health and endpoint then return.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class SwitchesWebTests extends StoreFixture {

	private static final Duration SOON = Duration.ofSeconds(3);

	private static final Duration START = Duration.ofSeconds(10);

	private static final HttpClient HTTP = HttpClient.newHttpClient();

	private static final String GRANTED = "--management.endpoint.servicegroup.access=unrestricted";

	private static final String JMX_DOMAIN = "io.servicegroup.switches";

	@Override
	protected StoreServer createServer() {
		return new SharedDirectory();
	}

	private Application start(String member, String... more) {
		Application application = new Application(new SpringApplicationBuilder(Empty.class)
			.properties("server.port=0", "servicegroup.group=web", "servicegroup.tooz-url=" + url(),
					"servicegroup.member-id=" + member, "servicegroup.poll-interval=200ms",
					"management.endpoints.web.exposure.include=*", "management.endpoint.health.show-details=always",
					"management.endpoint.health.probes.enabled=true", "management.endpoints.jmx.domain=" + JMX_DOMAIN)
			.run(more));
		opened(application.context);
		within(START).until(() -> application.health().path("status").asString("").equals("UP")
				&& application.group().path("members").size() > 0);
		return application;
	}

	@Test
	void aDisabledMemberIsOutOfServiceUntilItIsEnabled() {
		Application a = start("a", GRANTED);
		Application b = start("b", GRANTED);
		within(SOON).until(() -> a.group().path("members").size() == 2);
		assertThat(a.post("web/b", "{\"action\":\"disable\",\"reason\":\"its <disk> fails\"}"))
			.isEqualTo(new Answer(200, "{\"disabled\":true,\"reason\":\"its <disk> fails\",\"forcedDown\":false}"));
		within(SOON).until(() -> b.get("health").status == 503);
		assertThat(b.health().path("status").asString()).isEqualTo("OUT_OF_SERVICE");
		assertThat(b.reason()).contains("'web'", "its <disk> fails", "'enable'");
		assertThat(b.health().path("details").propertyNames()).contains("backend", "members", "lastHeartbeatAge");
		assertThat(b.get("health/liveness").status).isEqualTo(200);
		assertThat(a.get("health").status).isEqualTo(200);
		for (Application application : new Application[] { a, b }) {
			within(SOON).until(() -> application.group().path("members").path(1).has("switches"));
			assertThat(application.group().path("members").path(1).path("up").asBoolean()).isTrue();
			assertThat(application.group().path("members").path(0).has("switches")).isFalse();
			assertThat(application.group().has("switched")).isFalse();
		}
		assertThat(b.post("web/b", "{\"action\":\"enable\"}").status).isEqualTo(200);
		within(SOON).until(() -> b.get("health").status == 200);
		assertThat(b.health().path("details").has("reason")).isFalse();
		within(SOON).until(() -> !a.get("servicegroup").body.contains("switche"));
	}

	@Test
	void aMemberForcedDownIsDownForAllUntilThatIsCleared() {
		Application a = start("a", GRANTED);
		Application b = start("b", GRANTED);
		within(SOON).until(() -> a.group().path("members").size() == 2);
		assertThat(b.post("web/a", "{\"action\":\"force-down\"}"))
			.isEqualTo(new Answer(200, "{\"disabled\":false,\"reason\":null,\"forcedDown\":true}"));
		within(SOON).until(() -> a.get("health").status == 503);
		assertThat(a.health().path("status").asString()).isEqualTo("DOWN");
		assertThat(a.reason()).contains("An operator forced this member down in group 'web'", "'clear-forced-down'");
		assertThat(a.get("health/liveness").status).isEqualTo(200);
		for (Application application : new Application[] { a, b }) {
			within(SOON).until(() -> application.group().path("members").size() == 1);
			assertThat(application.group().path("switched")).isEqualTo(
					JsonMapper.shared().readTree("{\"a\":{\"disabled\":false,\"reason\":null,\"forcedDown\":true}}"));
		}
		assertThat(a.post("web/a", "{\"action\":\"disable\",\"reason\":\"fenced\"}").status).isEqualTo(200);
		within(SOON).until(() -> a.reason().contains("fenced"));
		this.server.pause();
		within(BOUND).until(() -> a.reason().contains("No successful heartbeat"));
		assertThat(a.reason()).as("an outage of the store clears no switch").contains("forced", "fenced");
		this.server.resume();
		within(RECOVERY.plus(SOON)).until(() -> !a.reason().contains("No successful heartbeat"));
		assertThat(a.post("web/a", "{\"action\":\"clear-forced-down\"}").body).contains("\"reason\":\"fenced\"");
		within(SOON).until(() -> a.health().path("status").asString("").equals("OUT_OF_SERVICE"));
	}

	@Test
	void aMemberWhoseIdHasASlashIsSwitchedByTheBody() {
		Application a = start("host/1", GRANTED);
		assertThat(
				a.post("", "{\"group\":\"web\",\"member\":\"host/1\",\"action\":\"disable\",\"reason\":\"disk\"}").body)
			.isEqualTo("{\"host/1\":{\"disabled\":true,\"reason\":\"disk\",\"forcedDown\":false}}");
		within(SOON).until(() -> a.get("health").status == 503);
		assertThat(a.post("", "{\"group\":\"web\",\"member\":\"host/1\",\"action\":\"enable\"}").status).isEqualTo(200);
		within(SOON).until(() -> a.get("health").status == 200);
		assertRefused(a.post("", "{\"group\":\"web\",\"action\":\"enable\"}"), 400, "has no member", "restore-lost");
		assertRefused(a.post("", "{\"action\":\"enable\"}"), 400, "has no group");
	}

	@Test
	void switchesThatTheStoreHasLostAreCountedAndSetAgain() {
		Application a = start("a", GRANTED);
		assertThat(a.post("web/a", "{\"action\":\"force-down\"}").status).isEqualTo(200);
		within(SOON).until(() -> a.group().has("switched"));
		assertThat(a.lostFences()).isZero();
		this.server.wipe();
		within(BOUND.plus(RECOVERY)).until(() -> a.group().path("members").size() == 1);
		String fence = "{\"a\":{\"disabled\":false,\"reason\":null,\"forcedDown\":true}}";
		assertThat(a.group().path("lostSwitches")).isEqualTo(JsonMapper.shared().readTree(fence));
		assertThat(a.lostFences()).isEqualTo(1);
		assertThat(a.post("", "{\"group\":\"web\",\"action\":\"restore-lost\"}")).isEqualTo(new Answer(200, fence));
		within(SOON).until(() -> a.group().has("switched"));
		assertThat(a.group().has("lostSwitches")).isFalse();
		assertThat(a.lostFences()).isEqualTo(1);
	}

	@ParameterizedTest
	@CsvSource({ "servlet, '''alice\\n'''", "reactive, unknown" })
	void eachRequestIsLoggedInOneLineWithPrincipalAndAddress(String type, String principal) {
		Application a = start("a", GRANTED, "--spring.main.web-application-type=" + type,
				"--spring.autoconfigure.exclude=" + TomcatReactiveWebServerAutoConfiguration.class.getName());
		Logger logger = (Logger) LoggerFactory.getLogger(ServiceGroupEndpointWebExtension.class);
		ListAppender<ILoggingEvent> lines = new ListAppender<>();
		lines.start();
		logger.addAppender(lines);
		logger.setLevel(Level.INFO);
		try {
			assertThat(a.post("web/a", "{\"action\":\"disable\",\"reason\":\"disk\\nERROR forged\"}").status)
				.isEqualTo(200);
			assertThat(a.post("web/b", "{\"action\":\"enable\"}").status).isEqualTo(400);
			assertThat(a.post("web/a?user=alice%0A", "{\"action\":\"enable\"}").status).isEqualTo(200);
		}
		finally {
			logger.detachAppender(lines);
			logger.setLevel(null);
		}
		assertThat(a.context.getBean(ServiceGroupAPI.class).operatorActs("web").values())
			.extracting(OperatorAct::operator)
			.isEqualTo(type.equals("servlet") ? List.of("alice\n") : List.of());
		assertThat(lines.list).extracting(ILoggingEvent::getFormattedMessage)
			.containsExactly(
					"Audit: action 'disable' on member 'a' of group 'web', reason 'disk\\nERROR forged', by principal "
							+ "unknown, remote address 127.0.0.1: done",
					"Audit: action 'enable' on member 'b' of group 'web', reason 'null', by principal unknown, remote "
							+ "address 127.0.0.1: refused",
					"Audit: action 'enable' on member 'a' of group 'web', reason 'null', by principal " + principal
							+ ", remote address 127.0.0.1: done");
	}

	@Test
	void anInvalidRequestIsExplained() {
		Application a = start("a", GRANTED);
		assertRefused(a.post("web/c", "{\"action\":\"force-down\"}"), 400, "There is no member 'c' in group 'web'",
				"Use one of these members: a.");
		assertRefused(a.post("wbe/a", "{\"action\":\"release\"}"), 400, "Check its name.");
		assertThat(a.get("servicegroup").body).as("such a group is not followed").doesNotContain("wbe");
		assertRefused(a.post("web/a", "{\"action\":\"disable\"}"), 400, "there is no reason", "Say why");
		assertRefused(a.post("web/a", "{\"action\":\"disable\",\"reason\":\" \"}"), 400, "there is no reason");
		assertRefused(a.post("web/a", "{\"action\":\"stop\"}"), 400, "Unknown action 'stop'", "force-down");
		assertRefused(a.post("web/a", "{}"), 400, "The request body has no action", "force-down");
		assertThat(a.post("web/a", "disable").status).isEqualTo(400);
		assertThat(a.group().path("members").path(0).has("switches")).isFalse();
		this.server.stop();
		assertRefused(a.post("web/a", "{\"action\":\"clear-forced-down\"}"), 503, "is unavailable");
		this.server.start();
	}

	private void assertRefused(Answer answer, int status, String... sentences) {
		assertThat(answer.status).isEqualTo(status);
		assertThat(JsonMapper.shared().readTree(answer.body).path("problem").asString("")).contains(sentences);
	}

	@ParameterizedTest
	@CsvSource({ "'', 404", "--management.endpoints.access.default=unrestricted, 200",
			GRANTED + " --management.endpoints.access.max-permitted=read-only, 404" })
	void switchesAreSetIfAccessIsGranted(String properties, int status) {
		Application a = start("a", properties.split(" "));
		assertThat(a.post("web/a", "{\"action\":\"disable\",\"reason\":\"a try\"}").status).isEqualTo(status);
		assertThat(a.get("servicegroup/web").status).isEqualTo(200);
	}

	@Test
	void switchesAreSetByJmx() throws Exception {
		start("a", GRANTED, "--spring.jmx.enabled=true", "--management.endpoints.jmx.exposure.include=servicegroup");
		MBeanServer beans = ManagementFactory.getPlatformMBeanServer();
		ObjectName name = new ObjectName(JMX_DOMAIN + ":type=Endpoint,name=Servicegroup");
		assertThat(setSwitch(beans, name, "a", "disable", "its disk fails"))
			.isEqualTo(Map.of("disabled", true, "reason", "its disk fails", "forcedDown", false));
		within(SOON).until(() -> groups(beans, name).contains("its disk fails"));
		assertThatExceptionOfType(JMException.class).isThrownBy(() -> setSwitch(beans, name, "c", "enable", null))
			.withMessageContaining("There is no member 'c'");
	}

	private String groups(MBeanServer beans, ObjectName name) throws Exception {
		return beans.invoke(name, "groups", new Object[0], new String[0]).toString();
	}

	private Object setSwitch(MBeanServer beans, ObjectName name, String... arguments) throws Exception {
		String text = String.class.getName();
		return beans.invoke(name, "setSwitch", new Object[] { "web", arguments[0], arguments[1], arguments[2] },
				new String[] { text, text, text, text });
	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	static class Empty {

		/** Names the user, as Spring Security does. */
		@Bean
		static Filter user() {
			return (request, response, chain) -> chain
				.doFilter(new HttpServletRequestWrapper((HttpServletRequest) request) {

					@Override
					public Principal getUserPrincipal() {
						String user = getParameter("user");
						return (user != null) ? () -> user : null;
					}

				}, response);
		}

	}

	private record Answer(int status, String body) {
	}

	/** An application, and its endpoints as an operator uses them. */
	private record Application(ConfigurableApplicationContext context) {

		private Answer get(String path) {
			return send(path, HttpRequest.newBuilder());
		}

		private Answer post(String path, String json) {
			return send(path.isEmpty() ? "servicegroup" : "servicegroup/" + path,
					HttpRequest.newBuilder()
						.header("Content-Type", "application/json")
						.POST(HttpRequest.BodyPublishers.ofString(json)));
		}

		private Answer send(String path, HttpRequest.Builder request) {
			URI uri = URI.create("http://localhost:"
					+ this.context.getEnvironment().getRequiredProperty("local.server.port") + "/actuator/" + path);
			try {
				HttpResponse<String> response = HTTP.send(request.uri(uri).timeout(Duration.ofSeconds(10)).build(),
						HttpResponse.BodyHandlers.ofString());
				return new Answer(response.statusCode(), response.body());
			}
			catch (IOException | InterruptedException ex) {
				throw new IllegalStateException(ex);
			}
		}

		private JsonNode group() {
			return JsonMapper.shared().readTree(get("servicegroup/web").body).path("groups").path("web");
		}

		private JsonNode health() {
			return JsonMapper.shared().readTree(get("health").body).path("components").path("serviceGroup");
		}

		private double lostFences() {
			return JsonMapper.shared()
				.readTree(get("metrics/servicegroup.switches.lost?tag=switch:forced-down").body)
				.path("measurements")
				.path(0)
				.path("value")
				.asDouble(-1);
		}

		private String reason() {
			return health().path("details").path("reason").asString("");
		}

	}

}
