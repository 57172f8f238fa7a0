package io.servicegroup.soak;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.annotation.Configuration;

/**
 * A web application that is a member of a group, in its own process.
 */
@Configuration(proxyBeanMethods = false)
@EnableAutoConfiguration
public class WebMember {

	public static void main(String[] args) {
		SpringApplication.run(WebMember.class, args);
	}

}
