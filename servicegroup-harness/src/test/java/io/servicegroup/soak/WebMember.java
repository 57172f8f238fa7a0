package io.servicegroup.soak;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.annotation.Configuration;

/**
 * A web application that stands in a group, in a process of its own.
 */
@Configuration(proxyBeanMethods = false)
@EnableAutoConfiguration
public class WebMember {

	public static void main(String[] args) {
		SpringApplication.run(WebMember.class, args);
	}

}
