package io.servicegroup.autoconfigure;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.AppenderBase;
import io.servicegroup.ServiceGroupAPI;
import io.servicegroup.tooz.memory.MemoryStore;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.logging.logback.StructuredLogEncoder;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.core.env.Environment;
import org.springframework.mock.env.MockEnvironment;
import org.springframework.test.json.JsonContent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Joins and leaves of other members in the log, also as structured output.
 */
class MemberEventLogTests {

	private static final Duration SOON = Duration.ofSeconds(10);

	private final Logger logger = (Logger) LoggerFactory.getLogger(MemberEventLogger.NAME);

	private final MemoryStore store = MemoryStore.named("event-log");

	private final List<ILoggingEvent> events = new CopyOnWriteArrayList<>();

	private final AppenderBase<ILoggingEvent> appender = new AppenderBase<>() {

		@Override
		protected void append(ILoggingEvent event) {
			MemberEventLogTests.this.events.add(event);
		}

	};

	@BeforeEach
	void capture() {
		this.appender.start();
		this.logger.addAppender(this.appender);
		this.logger.setLevel(Level.DEBUG);
	}

	@AfterEach
	void release() {
		this.logger.detachAppender(this.appender);
		this.logger.setLevel(null);
		this.store.close();
	}

	private static ApplicationContextRunner member(String id) {
		return new ApplicationContextRunner()
			.withConfiguration(AutoConfigurations.of(ServiceGroupAutoConfiguration.class))
			.withPropertyValues("servicegroup.tooz-url=memory://event-log?timeout=60", "servicegroup.group=web",
					"servicegroup.member-id=" + id);
	}

	private void runMembers() {
		member("a").run((first) -> {
			await().atMost(SOON).until(() -> first.getBean(ServiceGroupAPI.class).serviceIsUp("web", "a"));
			member("b\nc").run((second) -> await().atMost(SOON).until(() -> this.events.size() == 2));
			await().atMost(SOON).until(() -> this.events.size() == 3);
		});
	}

	@Test
	void othersThatJoinAndLeaveAreLogged() {
		runMembers();
		assertThat(this.events).extracting((event) -> event.getLevel() + " " + event.getFormattedMessage())
			.containsExactlyInAnyOrder("INFO Member 'b\\nc' joined group 'web'",
					"DEBUG Member 'a' is present in group 'web'", "INFO Member 'b\\nc' left group 'web'");
	}

	@Test
	void theFirstJoinOfAnEmptyGroupIsLogged() {
		member("a").withPropertyValues("servicegroup.auto-join=false").run((reader) -> {
			ServiceGroupAPI api = reader.getBean(ServiceGroupAPI.class);
			assertThat(api.getAll("web")).isEmpty();
			member("b").run((first) -> await().atMost(SOON).until(() -> !this.events.isEmpty()));
		});
		assertThat(this.events.get(0).getLevel() + " " + this.events.get(0).getFormattedMessage())
			.isEqualTo("INFO Member 'b' joined group 'web'");
	}

	@Test
	void structuredOutputHasTheKeys() {
		runMembers();
		ILoggingEvent left = this.events.get(2);
		assertThat(new JsonContent(encode("ecs", left))).isLenientlyEqualTo("""
				{"message":"Member 'b\\\\nc' left group 'web'","log":{"logger":"io.servicegroup.events","level":"INFO"},
				"servicegroup":{"group":"web","member":"b\\\\nc","event":"left"}}""");
		assertThat(new JsonContent(encode("logstash", left))).isLenientlyEqualTo("""
				{"logger_name":"io.servicegroup.events","level":"INFO","servicegroup.group":"web",
				"servicegroup.member":"b\\\\nc","servicegroup.event":"left"}""");
	}

	private String encode(String format, ILoggingEvent event) {
		this.logger.getLoggerContext().putObject(Environment.class.getName(), new MockEnvironment());
		StructuredLogEncoder encoder = new StructuredLogEncoder();
		encoder.setContext(this.logger.getLoggerContext());
		encoder.setFormat(format);
		encoder.start();
		return new String(encoder.encode(event), StandardCharsets.UTF_8);
	}

}
