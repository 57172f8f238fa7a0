package io.servicegroup.autoconfigure;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;

import io.servicegroup.ServiceGroupAPI;
import io.servicegroup.driver.ToozServiceGroupDriver;
import io.servicegroup.tooz.coordination.Coordinators;
import io.servicegroup.tooz.memory.MemoryStore;
import org.apache.catalina.Context;
import org.apache.catalina.startup.Tomcat;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import org.springframework.boot.Banner;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.web.server.context.WebServerApplicationContext;
import org.springframework.boot.web.servlet.support.SpringBootServletInitializer;
import org.springframework.context.ApplicationContext;
import org.springframework.context.SmartLifecycle;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.web.SpringServletContainerInitializer;
import org.springframework.web.context.support.WebApplicationContextUtils;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * An application that is deployed to a servlet container.
 */
class WarTests {

	private static final Duration POLL_INTERVAL = Duration.ofMillis(400);

	@TempDir
	private Path directory;

	private final MemoryStore store = MemoryStore.named("war");

	@AfterEach
	void removeStore() {
		this.store.close();
		Application.stopped.clear();
	}

	@Test
	void joinsWhenDeployedAndWaitsForItsLeaveToBeSeen() throws Exception {
		Tomcat tomcat = new Tomcat();
		tomcat.setBaseDir(this.directory.toString());
		tomcat.setPort(0);
		Context war = tomcat.addContext("", this.directory.toString());
		war.addServletContainerInitializer(new SpringServletContainerInitializer(), Set.of(Initializer.class));
		tomcat.start();
		try {
			ApplicationContext context = WebApplicationContextUtils.getWebApplicationContext(war.getServletContext());
			assertThat(context).isNotNull();
			ServiceGroupAPI api = context.getBean(ServiceGroupAPI.class);
			await().atMost(Duration.ofSeconds(10)).until(() -> api.serviceIsUp("web", "a"));
			long begin = System.nanoTime();
			war.stop();
			assertThat(Application.stopped).hasSize(1);
			assertThat(Duration.ofNanos(Application.stopped.get(0) - begin)).isGreaterThan(POLL_INTERVAL);
			assertThat(isJoined()).isFalse();
		}
		finally {
			tomcat.stop();
			tomcat.destroy();
		}
	}

	private static boolean isJoined() {
		try (ToozServiceGroupDriver observer = new ToozServiceGroupDriver(Coordinators.parse("memory://war"),
				"observer")) {
			return observer.read("web").isUp("a");
		}
	}

	static class Initializer extends SpringBootServletInitializer {

		@Override
		protected SpringApplicationBuilder configure(SpringApplicationBuilder builder) {
			return builder.sources(Application.class)
				.bannerMode(Banner.Mode.OFF)
				.properties("servicegroup.tooz-url=memory://war", "servicegroup.group=web", "servicegroup.member-id=a",
						"servicegroup.poll-interval=" + POLL_INTERVAL.toMillis() + "ms");
		}

	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	static class Application {

		static final List<Long> stopped = new CopyOnWriteArrayList<>();

		/** Stops after the service group's life-cycle, when a web server would. */
		@Bean
		SmartLifecycle stoppingLikeAWebServer() {
			return new PhaseCallback(WebServerApplicationContext.GRACEFUL_SHUTDOWN_PHASE, () -> {
			}, () -> stopped.add(System.nanoTime()));
		}

	}

}
