package io.servicegroup.autoconfigure;

import io.servicegroup.ServiceGroupAPI;

import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Configuration;

/**
 * A member without a web server. {@link ExclusionsTests} runs it on class paths from
 * which libraries are excluded.
 */
@Configuration(proxyBeanMethods = false)
@EnableAutoConfiguration
public class BareApplication {

	public static void main(String[] args) throws InterruptedException {
		try (ConfigurableApplicationContext context = new SpringApplicationBuilder(BareApplication.class)
			.web(WebApplicationType.NONE)
			.run(args)) {
			ServiceGroupAPI api = context.getBean(ServiceGroupAPI.class);
			while (!api.getStatus().isUp()) {
				Thread.sleep(10);
			}
			System.out.println("members: " + api.read("web").members().size());
		}
	}

}
