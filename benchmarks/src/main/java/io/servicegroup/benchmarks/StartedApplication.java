package io.servicegroup.benchmarks;

import java.lang.management.ManagementFactory;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.event.EventListener;

/**
 * A web application that prints how long it took from the start of its JVM until it was
 * ready, in milliseconds, and how many classes it had loaded. It uses nothing of this
 * library, so that it starts with and without the starter.
 */
@Configuration(proxyBeanMethods = false)
@EnableAutoConfiguration
public class StartedApplication {

	static final String READY = "READY AFTER ";

	public static void main(String[] args) {
		SpringApplication.run(StartedApplication.class, args);
	}

	@EventListener(ApplicationReadyEvent.class)
	void ready() {
		// A line of its own, though the log goes to the same output.
		System.out
			.print("\n" + READY + (System.currentTimeMillis() - ManagementFactory.getRuntimeMXBean().getStartTime())
					+ " " + ManagementFactory.getClassLoadingMXBean().getTotalLoadedClassCount() + "\n");
	}

}
