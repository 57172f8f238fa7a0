package io.servicegroup.autoconfigure;

import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

import io.servicegroup.ServiceGroupAPI;
import io.servicegroup.tck.servers.NovaMemcached;
import io.servicegroup.tck.servers.NovaZooKeeper;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.ConfigurableApplicationContext;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.awaitility.Awaitility.await;

/**
 * {@code servicegroup.driver=mc} and {@code zk}: configured by Nova's own properties,
 * with a warning that names the replacement.
 */
@ExtendWith(OutputCaptureExtension.class)
class NovaDriverTests {

	@Test
	void mcJoinsAndNamesItsReplacement(CapturedOutput output) {
		try (NovaMemcached server = new NovaMemcached();
				ConfigurableApplicationContext context = start("--servicegroup.driver=mc",
						"--servicegroup.mc.servers=127.0.0.1:" + server.port(), "--servicegroup.service-down-time=31",
						"--servicegroup.report-interval=2", "--servicegroup.member-id=host1")) {
			ServiceGroupAPI api = context.getBean(ServiceGroupAPI.class);
			await().until(() -> api.getStatus().isUp() && api.serviceIsUp("compute", "host1"));
			assertThat(api.getStatus().backend()).isEqualTo("nova+mc");
			assertThat(api.getStatus().membershipTimeout()).isEqualTo(Duration.ofSeconds(30));
			assertThat(output.toString()).containsOnlyOnce("is deprecated")
				.contains("servicegroup.driver=mc is deprecated and will be removed: set servicegroup.tooz-url="
						+ "memcached://127.0.0.1:" + server.port() + "?timeout=31 instead (docs/migration.md says how "
						+ "to move without a gap)");
		}
	}

	@Test
	void zkJoinsBelowItsPrefixAndNamesItsReplacement(CapturedOutput output) throws Exception {
		try (NovaZooKeeper server = new NovaZooKeeper();
				ConfigurableApplicationContext context = start("--servicegroup.driver=zk",
						"--servicegroup.zk.address=127.0.0.1:" + server.port() + ", 127.0.0.1:1",
						"--servicegroup.zk.recv-timeout=4500", "--servicegroup.zk.sg-prefix=/nova/service groups",
						"--servicegroup.member-id=host1");
				org.apache.zookeeper.ZooKeeper client = server.server().client()) {
			ServiceGroupAPI api = context.getBean(ServiceGroupAPI.class);
			await().until(() -> api.getStatus().isUp() && api.serviceIsUp("compute", "host1"));
			assertThat(api.getStatus().backend()).isEqualTo("nova+zk");
			assertThat(api.getStatus().membershipTimeout()).isEqualTo(Duration.ofMillis(4500));
			assertThat(client.getData("/nova/service groups/compute/host1", false, null)).asString()
				.isEqualTo("ZKMembers");
			assertThat(output.toString()).containsOnlyOnce("is deprecated")
				.contains("servicegroup.driver=zk is deprecated and will be removed: set servicegroup.tooz-url=kazoo://"
						+ "127.0.0.1:" + server.port() + ",127.0.0.1:1?timeout=5 instead");
			// Nova's report interval of ten seconds is longer than its session timeout.
			await().during(Duration.ofSeconds(6)).atMost(Duration.ofSeconds(8)).until(() -> api.getStatus().isUp());
		}
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', nullValues = "-",
			textBlock = """
					mc | mc.servers               | -               | has no server address         | host:port
					mc | mc.servers               | a:1,b:2         | names several hosts, but a group is stored on one memcached server | Keep a:1 only
					mc | mc.servers               | u:s3cr3t@h:1    | Invalid server address        | use servicegroup.tooz-url
					mc | mc.servers               | memcached://h   | Invalid server address        | host:port
					mc | mc.servers               | h:99999         | Invalid port '99999' in       | 1 to 65535
					mc | service-down-time        | 0               | must be greater than zero     | such as 60s
					mc | report-interval          | 50              | Invalid heartbeat interval of 50.0 s   | service-down-time
					mc | heartbeat-interval       | 1s              | does not use servicegroup.heartbeat-interval | report-interval
					mc | member-id                | a b             | blank                         | Use '-' instead
					mc | group                    | a:b             | colon                         | another
					mc | tooz-url                 | redis://h       | Two drivers are configured    | migration.from=mc
					mc | ssl.bundle               | web             | does not support TLS          | memcached://h?timeout=60
					mc | leader-election.enabled  | true            | elects no leaders             | Use a backend that does
					zk | zk.address               | -               | has no server address         | host:port
					zk | zk.address               | h:2181/chroot   | Invalid server address        | host:port
					zk | zk.recv-timeout          | 0               | session timeout must be greater than zero | such as 4s
					zk | zk.sg-prefix             | servicegroups   | Invalid path of a ZooKeeper node | /servicegroups
					zk | zk.sg-prefix             | /a//b           | Invalid path of a ZooKeeper node | /servicegroups
					zk | zk.sg-prefix             | /a/..           | Invalid path of a ZooKeeper node | /servicegroups
					zk | member-id                | a/b             | ASCII                         | slashes
					zx | driver                   | -               | Unknown driver 'zx'           | Use one of tooz, db, mc, zk
					""")
	void badInputIsExplained(String driver, String property, String value, String what, String fix,
			CapturedOutput output) {
		String servers = driver.equals("zk") ? "zk.address" : "mc.servers";
		String[] args = Stream
			.of("--servicegroup.driver=" + driver, servers.equals(property) ? "" : "--servicegroup." + servers + "=h",
					(value != null) ? "--servicegroup." + property + "=" + value : "")
			.filter((arg) -> !arg.isEmpty())
			.toArray(String[]::new);
		assertThat(catchThrowable(() -> start(args).close())).isNotNull();
		assertThat(output.toString()).contains("APPLICATION FAILED TO START")
			.contains(what)
			.contains(fix)
			.contains("Property: servicegroup." + (property.equals("tooz-url") ? "driver" : property))
			.doesNotContain("s3cr3t")
			.doesNotContain("\tat ");
	}

	@Test
	void theMetadataMarksThePropertiesAsDeprecated() throws IOException {
		Map<String, String> replacements = new TreeMap<>();
		try (InputStream file = getClass().getResourceAsStream("/META-INF/spring-configuration-metadata.json")) {
			JsonNode metadata = JsonMapper.shared().readTree(file);
			for (JsonNode property : metadata.get("properties")) {
				if (property.has("deprecation")) {
					replacements.put(property.get("name").asString(),
							property.get("deprecation").path("replacement").asString(""));
				}
			}
			assertThat(metadata.get("hints").toString())
				.contains(Arrays.asList("\"tooz\"", "\"db\"", "\"mc\"", "\"zk\""));
		}
		String url = "servicegroup.tooz-url";
		assertThat(replacements).isEqualTo(Map.of("servicegroup.mc.servers", url, "servicegroup.zk.address", url,
				"servicegroup.zk.recv-timeout", url, "servicegroup.zk.sg-prefix", url));
	}

	private ConfigurableApplicationContext start(String... args) {
		SpringApplication application = new SpringApplication(BadInputTests.Application.class);
		application.setWebApplicationType(WebApplicationType.NONE);
		String[] all = Arrays.copyOf(args, args.length + 2);
		all[args.length] = "--spring.application.name=compute";
		all[args.length + 1] = "--logging.level.io.servicegroup.autoconfigure=WARN";
		return application.run(all);
	}

}
