package io.servicegroup.sample;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.context.event.EventListener;
import org.springframework.core.env.Environment;

/**
 * A Spring Boot application. The starter and one property make it a member of a group.
 */
@SpringBootApplication
public class SampleApplication {

	private static final Logger logger = LoggerFactory.getLogger(SampleApplication.class);

	public static void main(String[] args) {
		SpringApplication.run(SampleApplication.class, args);
	}

	@EventListener
	void logAddress(ApplicationReadyEvent ready) {
		Environment environment = ready.getApplicationContext().getEnvironment();
		logger.info("The page: http://localhost:{}/", environment.getProperty("local.server.port"));
	}

}
