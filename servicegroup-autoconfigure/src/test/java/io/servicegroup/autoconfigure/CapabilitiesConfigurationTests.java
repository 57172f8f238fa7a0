package io.servicegroup.autoconfigure;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import io.servicegroup.CapabilitiesSupplier;
import io.servicegroup.QueueCapabilities;
import io.servicegroup.ServiceGroupAPI;
import io.servicegroup.ServiceGroupException;
import io.servicegroup.tck.servers.Certificates;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import org.springframework.beans.factory.InitializingBean;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.annotation.Order;
import org.springframework.mock.env.MockEnvironment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

/**
 * The capabilities that the web server, the application's suppliers and the properties
 * give a member.
 */
class CapabilitiesConfigurationTests {

	private static final AtomicInteger load = new AtomicInteger();

	@TempDir
	private Path directory;

	private final ApplicationContextRunner runner = new ApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(ServiceGroupAutoConfiguration.class))
		.withPropertyValues("servicegroup.tooz-url=memory://capabilities?timeout=3", "servicegroup.group=web",
				"servicegroup.member-id=a");

	private static ConfigurableApplicationContext start(String... arguments) {
		return new SpringApplicationBuilder(Application.class)
			.properties("server.port=0", "spring.application.name=web", "servicegroup.member-id=a",
					"servicegroup.tooz-url=memory://capabilities?timeout=3")
			.run(arguments);
	}

	private static Map<String, Object> published(ServiceGroupAPI api, String group) {
		await().atMost(Duration.ofSeconds(5)).until(() -> api.read(group).isUp("a"));
		return api.read(group).member("a").orElseThrow().capabilities();
	}

	@Test
	void publishesWhereTheWebServerReallyListens() {
		try (ConfigurableApplicationContext context = start("--management.server.port=0",
				"--spring.cloud.loadbalancer.zone=north", "--servicegroup.capabilities.port=${server.port}",
				"--servicegroup.capabilities.uri=http://h:${local.server.port}/", "--join-early=other")) {
			long port = context.getEnvironment().getRequiredProperty("local.server.port", Long.class);
			ServiceGroupAPI api = context.getBean(ServiceGroupAPI.class);
			Map<String, Object> published = published(api, "web");
			assertThat(published).containsOnlyKeys("host", "port", "secure", "management.port", "zone", "uri")
				.containsEntry("port", port)
				.containsEntry("secure", false)
				.containsEntry("zone", "north")
				.containsEntry("uri", "http://h:" + port + "/");
			assertThat(published.get("management.port").toString()).isNotEqualTo(Long.toString(port))
				.isEqualTo(context.getEnvironment().getProperty("local.management.port"));
			assertThat(published.get("host").toString()).doesNotStartWith("127.");
			assertThat(published(api, "other")).as("joined before the server was started").containsEntry("port", port);
		}
	}

	@Test
	void publishesTlsAndTheAddressOfTheServer() {
		Certificates certificates = new Certificates(this.directory);
		try (ConfigurableApplicationContext context = start("--server.address=127.0.0.1",
				"--server.ssl.certificate=" + certificates.server(),
				"--server.ssl.certificate-private-key=" + certificates.serverKey())) {
			assertThat(published(context.getBean(ServiceGroupAPI.class), "web")).containsEntry("secure", true)
				.containsEntry("host", "127.0.0.1");
		}
	}

	@ParameterizedTest
	@CsvSource({ "fe80::1%7 2001:db8::1 127.0.0.1, 2001:db8:0:0:0:0:0:1", "2001:db8::1 fe80::1%7 10.0.0.1, 10.0.0.1",
			"169.254.0.1 2001:db8::1, 2001:db8:0:0:0:0:0:1", "::1 fe80::1%7, fe80:0:0:0:0:0:0:1",
			"127.0.0.1, 127.0.0.1", "10.0.0.2 10.0.0.1, 10.0.0.2" })
	void publishesAnAddressThatOthersReach(String addresses, String published) throws UnknownHostException {
		List<InetAddress> all = new ArrayList<>();
		for (String address : addresses.split(" ")) {
			all.add(InetAddress.getByName(address));
		}
		assertThat(WebServerCapabilities.best(all.stream())).isEqualTo(published);
	}

	@ParameterizedTest
	@CsvSource({ "[2001:db8::1], 2001:db8::1", "fe80::1%eth0, fe80::1", "app1.example, app1.example", "0.0.0.0, other",
			"::, other", "::0, other", "[0:0:0:0:0:0:0:0], other" })
	void publishesTheAddressThatTheServerIsBoundTo(String bound, String published) {
		MockEnvironment environment = new MockEnvironment().withProperty("server.address", bound)
			.withProperty("spring.cloud.client.ip-address", "other");
		assertThat(WebServerCapabilities.host(environment)).isEqualTo(published);
	}

	@Test
	void refusesAnUnresolvedPlaceholder() {
		this.runner.withPropertyValues("servicegroup.capabilities.nested.zone=in ${no.such.zone}").run((context) -> {
			assertThat(context).hasFailed();
			FailureAnalysis analysis = new ServiceGroupFailureAnalyzer(new MockEnvironment())
				.analyze(context.getStartupFailure());
			assertThat(analysis.getDescription()).contains("Unresolved placeholder", "'no.such.zone'",
					"Property: servicegroup.capabilities.nested.zone");
			assertThat(analysis.getAction()).contains("${name:default}");
		});
	}

	@Test
	void publishesAnEscapedPlaceholderAsText() {
		this.runner.withPropertyValues("servicegroup.capabilities.template=\\${name}")
			.run((context) -> assertThat(published(context.getBean(ServiceGroupAPI.class), "web"))
				.isEqualTo(Map.of("template", "${name}")));
	}

	@Test
	void readsTheSuppliersAgainWithEachChange() {
		load.set(1);
		this.runner.withUserConfiguration(Suppliers.class)
			.withPropertyValues("servicegroup.capabilities.version=1", "servicegroup.capabilities.zone=configured")
			.run((context) -> {
				ServiceGroupAPI api = context.getBean(ServiceGroupAPI.class);
				assertThat(published(api, "web"))
					.isEqualTo(Map.of("load", 1L, "from", "second", "version", "1", "zone", "configured"));
				load.set(2);
				api.refreshCapabilities();
				assertThat(published(api, "web")).containsEntry("load", 2L).containsEntry("version", "1");
				load.set(3);
				api.updateCapabilities("web", Map.of("version", 2));
				assertThat(published(api, "web"))
					.isEqualTo(Map.of("load", 3L, "from", "second", "version", 2L, "zone", "supplied"));
				api.join("other", Map.of("load", "mine"));
				assertThat(published(api, "other"))
					.isEqualTo(Map.of("load", "mine", "from", "second", "zone", "supplied"));
			});
	}

	@Test
	void aRefusedReadingChangesNothing() {
		load.set(1);
		this.runner
			.withBean(CapabilitiesSupplier.class,
					() -> () -> Map.of("load", (load.get() == 1) ? 1 : new StringBuilder()))
			.run((context) -> {
				ServiceGroupAPI api = context.getBean(ServiceGroupAPI.class);
				published(api, "web");
				load.set(2);
				assertThatExceptionOfType(ServiceGroupException.class).isThrownBy(api::refreshCapabilities)
					.withMessageContaining("StringBuilder");
				assertThat(published(api, "web")).isEqualTo(Map.of("load", 1L));
				load.set(1);
				api.updateCapabilities("web", Map.of("load", 5));
				assertThat(published(api, "web")).isEqualTo(Map.of("load", 5L));
			});
	}

	@Test
	void theExampleOfTheDocumentationPublishesTheLoad() {
		this.runner.withBean("queue", Queue.class, () -> new ArrayDeque<>(List.of("job")))
			.withUserConfiguration(QueueCapabilities.class)
			.run((context) -> assertThat(published(context.getBean(ServiceGroupAPI.class), "web"))
				.isEqualTo(Map.of("load", 1L)));
	}

	@Configuration(proxyBeanMethods = false)
	static class Suppliers {

		@Bean
		@Order(2)
		CapabilitiesSupplier second() {
			return () -> Map.of("load", load.get(), "from", "second");
		}

		@Bean
		@Order(1)
		CapabilitiesSupplier first() {
			return () -> Map.of("from", "first", "zone", "supplied");
		}

	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	static class Application {

		@Bean
		InitializingBean early(ServiceGroupAPI api, @Value("${join-early:}") String group) {
			return () -> {
				if (!group.isEmpty()) {
					api.join(group, Map.of());
				}
			};
		}

	}

}
