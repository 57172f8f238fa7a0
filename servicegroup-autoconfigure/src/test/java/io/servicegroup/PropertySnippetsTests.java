package io.servicegroup;

import java.io.IOException;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import java.util.stream.Stream;

import io.servicegroup.autoconfigure.BareApplication;
import io.servicegroup.tck.servers.Certificates;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

import org.springframework.beans.factory.config.YamlPropertiesFactoryBean;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.io.ByteArrayResource;
import org.springframework.data.redis.connection.lettuce.LettuceConnectionFactory;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * An application starts with each property file of the documentation. Its hosts are this
 * one, its files exist, and no store answers. The properties of the board are left to its
 * module.
 */
class PropertySnippetsTests {

	@TempDir
	private static Path directory;

	private static Certificates certificates;

	@BeforeAll
	static void createCertificates() throws IOException {
		certificates = new Certificates(Files.createDirectory(directory.resolve("certificates")));
	}

	@TestFactory
	Stream<DynamicTest> anApplicationStarts() {
		List<DynamicTest> tests = new ArrayList<>();
		Pages.all().forEach((path, page) -> {
			Stream
				.concat(Pages.blocks(page, "properties").stream().map(PropertySnippetsTests::properties),
						Pages.blocks(page, "yaml").stream().map(PropertySnippetsTests::yaml))
				.forEach((properties) -> tests
					.add(DynamicTest.dynamicTest(path + " " + properties, () -> start(properties))));
		});
		assertThat(tests).hasSizeGreaterThan(25);
		return tests.stream();
	}

	private static Properties properties(String block) {
		Properties properties = new Properties();
		try {
			properties.load(new StringReader(block));
		}
		catch (IOException ex) {
			throw new AssertionError(ex);
		}
		return properties;
	}

	private static Properties yaml(String block) {
		YamlPropertiesFactoryBean yaml = new YamlPropertiesFactoryBean();
		yaml.setResources(new ByteArrayResource(block.getBytes(StandardCharsets.UTF_8)));
		Properties properties = yaml.getObject();
		assertThat(properties).isNotNull();
		return properties;
	}

	private static void start(Properties properties) {
		List<String> arguments = new ArrayList<>(List.of("--spring.main.banner-mode=off",
				"--servicegroup.auto-join=false", "--spring.datasource.generate-unique-name=true"));
		properties.stringPropertyNames()
			.stream()
			.filter((name) -> !name.equals("servicegroup.auto-join") && !name.startsWith("servicegroup.ui."))
			.forEach((name) -> arguments.add("--" + name + "=" + here(properties.getProperty(name))));
		if (!properties.containsKey("servicegroup.tooz-url") && !properties.containsKey("servicegroup.driver")) {
			arguments.add("--servicegroup.tooz-url=memory://snippets");
		}
		if (!properties.containsKey("spring.application.name")) {
			arguments.add("--spring.application.name=web");
		}
		try (ConfigurableApplicationContext context = new SpringApplicationBuilder(BareApplication.class,
				RedisOfTheApplication.class)
			.web(WebApplicationType.NONE)
			.run(arguments.toArray(String[]::new))) {
			assertThat(context.getBean(ServiceGroupAPI.class).getStatus().memberId()).isNotEmpty();
		}
	}

	/** Replaces hosts and files by those of this machine. */
	private static String here(String value) {
		return value.replaceAll("\\b(zk\\d|s\\d|host|redis\\.example)(?=[:/,?]|$)", "127.0.0.1")
			.replaceAll("/etc/ssl/[a-z/-]*ca\\.pem", certificates.authority().toString())
			.replaceAll("/etc/ssl/[a-z/-]*app\\.pem", certificates.client().toString())
			.replaceAll("/etc/ssl/[a-z/-]*app\\.key", certificates.clientKey().toString())
			.replace("/var/lib/app", directory.toString());
	}

	/** For the URL without a server. Connects to nothing. */
	@Configuration(proxyBeanMethods = false)
	static class RedisOfTheApplication {

		@Bean
		LettuceConnectionFactory redisConnectionFactory() {
			return new LettuceConnectionFactory("127.0.0.1", 6379);
		}

	}

}
