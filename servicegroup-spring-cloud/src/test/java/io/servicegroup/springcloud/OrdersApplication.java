package io.servicegroup.springcloud;

import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.annotation.Configuration;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/**
 * A service in its own process that answers each request with its member id.
 */
@Configuration(proxyBeanMethods = false)
@EnableAutoConfiguration
@RestController
public class OrdersApplication {

	private final String id;

	OrdersApplication(@Value("${servicegroup.member-id}") String id) {
		this.id = id;
	}

	@GetMapping("/id")
	String id() {
		return this.id;
	}

	public static void main(String[] args) {
		SpringApplication.run(OrdersApplication.class, args);
	}

}
