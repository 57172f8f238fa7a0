package io.servicegroup.springcloud;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.stream.Stream;

import io.servicegroup.tck.servers.LocalProcess;
import io.servicegroup.tck.servers.SmallJvm;

import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.web.client.RestClient;

import static io.servicegroup.tck.servers.StoreFixture.within;

/**
 * Two applications, one of which retries, call {@code http://orders/} by Spring Cloud
 * LoadBalancer, while one of three instances shuts down and another one is killed.
 */
final class Rotation implements AutoCloseable {

	/** The limit of steps that take seconds on an idle machine. */
	private static final Duration LONG = Duration.ofMinutes(2);

	/** Each instance in rotation is called many times meanwhile. */
	private static final Duration QUIET = Duration.ofSeconds(1);

	private final List<String> properties;

	private final Deque<AutoCloseable> opened = new ArrayDeque<>();

	/**
	 * Creates the applications' configuration.
	 * @param properties the properties of the discovery
	 */
	Rotation(String... properties) {
		this.properties = List.of(properties);
	}

	Figures run() {
		LocalProcess stopping = orders("stopping");
		LocalProcess dying = orders("dying");
		orders("living");
		Calls calls = calls(false);
		Calls retried = calls(true);
		long begun = System.nanoTime();
		within(LONG).until(() -> calls.answersSince(begun).containsAll(List.of("stopping", "dying", "living"))
				&& retried.answersSince(begun).containsAll(List.of("stopping", "dying", "living")));
		long stop = System.nanoTime();
		stopping.terminate();
		within(LONG).until(() -> !stopping.isAlive());
		awaitQuiet(calls, System.nanoTime());
		int failed = calls.failedSince(stop).size();
		Duration stopped = calls.failingSince(stop);
		long kill = System.nanoTime();
		dying.kill();
		within(LONG).until(() -> !calls.failedSince(kill).isEmpty());
		awaitQuiet(calls, kill);
		return new Figures(failed, stopped, calls.failedSince(kill).size(), calls.failingSince(kill),
				retried.failedSince(stop).size());
	}

	private static void awaitQuiet(Calls calls, long since) {
		within(LONG).until(() -> {
			long begin = System.nanoTime() - QUIET.toNanos();
			return begin - since > 0 && calls.since(begin).size() > 20 && calls.failedSince(begin).isEmpty();
		});
	}

	private <T extends AutoCloseable> T opened(T closeable) {
		this.opened.push(closeable);
		return closeable;
	}

	private LocalProcess orders(String member) {
		int port = LocalProcess.freePort();
		String[] arguments = arguments("server.port=" + port, "spring.application.name=orders",
				"servicegroup.member-id=" + member, "servicegroup.capabilities.host=127.0.0.1",
				"servicegroup.capabilities.port=" + port);
		return opened(new LocalProcess(SmallJvm.command(OrdersApplication.class, arguments))).start();
	}

	private Calls calls(boolean retry) {
		ConfigurableApplicationContext context = opened(new SpringApplicationBuilder(Client.class)
			.web(WebApplicationType.NONE)
			.run(arguments("spring.application.name=client", "spring.cloud.loadbalancer.retry.enabled=" + retry)));
		return opened(new Calls(context.getBean(RestClient.Builder.class).build()));
	}

	private String[] arguments(String... own) {
		return Stream.concat(this.properties.stream(), Stream.of(own))
			.map((property) -> "--" + property)
			.toArray(String[]::new);
	}

	@Override
	public void close() throws Exception {
		while (!this.opened.isEmpty()) {
			this.opened.pop().close();
		}
	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	@Import(OrdersClient.class)
	static class Client {

	}

	/**
	 * What the callers saw.
	 *
	 * @param failedByStop how many calls failed as an instance shut down
	 * @param stoppedFor until how long after the signal to shut down a call failed
	 * @param failedByKill how many calls failed as an instance was killed
	 * @param killedFor until how long after the kill a call failed
	 * @param failedInSpiteOfRetry how many calls failed of the application that retries
	 */
	record Figures(int failedByStop, Duration stoppedFor, int failedByKill, Duration killedFor,
			int failedInSpiteOfRetry) {

		/** Returns a row of the table in docs/spring-cloud.md. */
		String row(String title) {
			return "| %s | %d, for %.1f s | %d, for %.1f s | %d |".formatted(title, this.failedByStop,
					this.stoppedFor.toMillis() / 1000.0, this.failedByKill, this.killedFor.toMillis() / 1000.0,
					this.failedInSpiteOfRetry);
		}

	}

}
