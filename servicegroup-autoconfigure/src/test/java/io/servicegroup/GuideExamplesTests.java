package io.servicegroup;

import java.time.Duration;
import java.util.Map;

import io.servicegroup.autoconfigure.ServiceGroupAutoConfiguration;
import org.junit.jupiter.api.Test;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DriverManagerDataSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Runs the examples of docs/query.md, docs/events.md and docs/lead.md.
 */
class GuideExamplesTests {

	private final ApplicationContextRunner runner = new ApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(ServiceGroupAutoConfiguration.class))
		.withPropertyValues("spring.application.name=web", "servicegroup.member-id=a",
				"servicegroup.tooz-url=memory://guide", "servicegroup.capabilities.zone=z1",
				"servicegroup.leader-election.enabled=true");

	@Test
	void queriesAndEventsDoWhatTheySay() {
		this.runner.withUserConfiguration(Shops.class, Neighbours.class).run((context) -> {
			await().atMost(Duration.ofSeconds(5))
				.untilAsserted(() -> assertThat(context.getBean(Shops.class).inZone("z1")).containsExactly("a"));
			assertThat(context.getBean(Shops.class).describe()).startsWith("1 members as of ").doesNotEndWith("stale");
			context.getBean(ServiceGroupAPI.class).join("orders", Map.of());
			await().atMost(Duration.ofSeconds(5)).until(() -> context.getBean(Neighbours.class).count() == 1);
		});
	}

	@Test
	void aWriteOfAnEarlierLeaderIsRefused() {
		JdbcClient jdbc = JdbcClient.create(new DriverManagerDataSource("jdbc:h2:mem:ledger;DB_CLOSE_DELAY=-1"));
		jdbc.sql("CREATE TABLE ledger (account VARCHAR(20) PRIMARY KEY, balance BIGINT, token BIGINT)").update();
		jdbc.sql("INSERT INTO ledger VALUES ('cash', 0, 0)").update();
		this.runner.withBean(JdbcClient.class, () -> jdbc)
			.withUserConfiguration(Ledger.class, Closing.class)
			.run((context) -> {
				await().atMost(Duration.ofSeconds(5)).until(() -> {
					context.getBean(Closing.class).close();
					return jdbc.sql("SELECT balance FROM ledger").query(Long.class).single() == 42;
				});
				long token = jdbc.sql("SELECT token FROM ledger").query(Long.class).single();
				assertThat(context.getBean(Ledger.class).write("cash", 99, token - 1)).isFalse();
				assertThat(jdbc.sql("SELECT balance FROM ledger").query(Long.class).single()).isEqualTo(42);
			});
	}

}
