package io.servicegroup.autoconfigure;

import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicLong;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.SmartLifecycle;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.support.GenericApplicationContext;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

/**
 * Each invalid property fails the start with one readable failure analysis: what is
 * wrong, where it was set, how to fix it, and no secret.
 */
@ExtendWith(OutputCaptureExtension.class)
class BadInputTests {

	private static final String SECRET = "s3cr3tMarker";

	@ParameterizedTest
	@CsvSource(delimiter = '|', quoteCharacter = '"',
			textBlock = """
					tooz-url           | localhost:6379/nothing                | has no scheme                     | Write it like redis://
					tooz-url           | ""                                    | has no scheme                     | Write it like redis://
					tooz-url           | redist://u:s3cr3tMarker@h             | unknown scheme: 'redist'          | Did you mean 'redis
					tooz-url           | file:///tmp/x?timeuot=5               | unknown option: 'timeuot'         | Did you mean 'timeout'?
					tooz-url           | file:///tmp/x?timeout=abc             | bad value for 'timeout': 'abc'    | positive whole number
					tooz-url           | file:///tmp/x?timeout=-1              | bad value for 'timeout': '-1'     | positive whole number
					tooz-url           | file:///tmp/x?timeout=0               | bad value for 'timeout': '0'      | positive whole number
					tooz-url           | file://u:s3cr3tMarker@tmp/x           | names a host                      | three slashes
					tooz-url           | file://                               | names no directory                | absolute path
					tooz-url           | file://h:99999/x                      | Invalid port '99999' in           | 1 to 65535
					heartbeat-interval | 4s                                    | heartbeat interval of 4.0 s       | at most 2.666 s
					heartbeat-interval | 0s                                    | heartbeat interval of 0.0 s       | at most 2.666 s
					poll-interval      | 0s                                    | Invalid poll interval of 0.0 s    | positive duration
					group              | ""                                    | No group is configured            | spring.application.name
					member-id          | ""                                    | member id is empty                | Give the member a name
					""")
	void anInvalidPropertyIsExplained(String property, String value, String what, String fix, CapturedOutput output) {
		Throwable failure = catchThrowable(() -> start("--servicegroup." + property + "=" + value).close());
		assertThat(failure).isNotNull();
		assertThat(output.toString()).contains("APPLICATION FAILED TO START")
			.contains(what)
			.contains(fix)
			.contains("Property: servicegroup." + property)
			.contains("Origin: \"servicegroup." + property + "\" from property source \"commandLineArgs\"")
			.doesNotContain(SECRET)
			.doesNotContain("\tat ");
	}

	@ParameterizedTest
	@CsvSource({ "kazoo://h,            group,     locks,       locks node",
			"kazoo://h, member-id, leader,      leader node", "kazoo://h,            group,     a/b,         ASCII",
			"kazoo://h, member-id, grün,        ASCII", "memcached://h,        member-id, a b,         blank",
			"redis://h, member-id, __created__, tooz marks" })
	void anIdThatTheBackendDoesNotAcceptIsExplained(String url, String property, String id, String word,
			CapturedOutput output) {
		Throwable failure = catchThrowable(() -> start("--servicegroup.tooz-url=" + url,
				"--spring.application.name=web", "--servicegroup." + property + "=" + id)
			.close());
		assertThat(failure).isNotNull();
		assertThat(output.toString()).contains("APPLICATION FAILED TO START")
			.containsIgnoringCase(word)
			.contains("Property: servicegroup." + property)
			.doesNotContain("\tat ");
	}

	@ParameterizedTest
	@CsvSource({ "redis://, neither a host", "memcached://, no host", "kazoo://, no host",
			"redis://:s3cr3tMarker@h?ssl_ca_certs=/ca.pem, but TLS is off",
			"redis://h?sentinel_password=s3cr3tMarker, but not sentinel", "kazoo://h?ca=x, does not ask for it",
			"memcached://h?ssl_ciphers=x, does not support" })
	void aUrlThatTheBackendCannotUseIsExplained(String url, String what, CapturedOutput output) {
		Throwable failure = catchThrowable(
				() -> start("--servicegroup.tooz-url=" + url, "--servicegroup.group=web").close());
		assertThat(failure).isNotNull();
		assertThat(output.toString()).contains("APPLICATION FAILED TO START")
			.containsIgnoringCase(what)
			.contains("Property: servicegroup.tooz-url")
			.doesNotContain(SECRET)
			.doesNotContain("\tat ");
	}

	@Test
	void aGroupOnABackendWithoutGroupsIsExplained(CapturedOutput output) {
		Throwable failure = catchThrowable(
				() -> start("--servicegroup.tooz-url=postgresql://u:s3cr3tMarker@h/db", "--servicegroup.group=web")
					.close());
		assertThat(failure).isNotNull();
		assertThat(output.toString())
			.contains("APPLICATION FAILED TO START", "'postgresql' does not support groups",
					"Set servicegroup.auto-join=false", "Property: servicegroup.auto-join")
			.doesNotContain(SECRET)
			.doesNotContain("\tat ");
	}

	@Test
	void aMissingGroupIsExplained(CapturedOutput output) {
		assertThat(catchThrowable(() -> start().close())).isNotNull();
		assertThat(output.toString()).contains("No group is configured")
			.contains("Property: servicegroup.group")
			.contains("Origin: not set");
	}

	@Test
	void failFastIsExplainedWithinFiveSeconds(CapturedOutput output) {
		AtomicLong started = new AtomicLong();
		SpringApplication application = application();
		// Does not count the time that Spring takes before.
		application.addInitializers((context) -> ((GenericApplicationContext) context).registerBean("first",
				SmartLifecycle.class, () -> startingFirst(() -> started.set(System.nanoTime()))));
		Throwable failure = catchThrowable(() -> application
			.run("--servicegroup.tooz-url=file:///proc/none?timeout=30", "--servicegroup.group=web",
					"--servicegroup.member-id=a", "--servicegroup.fail-fast=true")
			.close());
		assertThat(failure).isNotNull();
		assertThat(started).hasPositiveValue();
		assertThat(Duration.ofNanos(System.nanoTime() - started.get())).isLessThan(Duration.ofSeconds(5));
		assertThat(output.toString()).contains("APPLICATION FAILED TO START")
			.contains("Member 'a' could not join group 'web'")
			.contains("servicegroup.fail-fast=false");
	}

	private static SmartLifecycle startingFirst(Runnable start) {
		return new SmartLifecycle() {

			@Override
			public void start() {
				start.run();
			}

			@Override
			public void stop() {
			}

			@Override
			public boolean isRunning() {
				return false;
			}

			@Override
			public int getPhase() {
				return Integer.MIN_VALUE;
			}

		};
	}

	private SpringApplication application() {
		SpringApplication application = new SpringApplication(Application.class);
		application.setWebApplicationType(WebApplicationType.NONE);
		return application;
	}

	private ConfigurableApplicationContext start(String... args) {
		String[] all = Arrays.copyOf(args, args.length + 1);
		boolean hasUrl = Arrays.stream(args).anyMatch((arg) -> arg.startsWith("--servicegroup.tooz-url="));
		all[args.length] = hasUrl ? "--any=1" : "--servicegroup.tooz-url=file:///tmp/servicegroup-bad-input?timeout=4";
		return application().run(all);
	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	static class Application {

	}

}
