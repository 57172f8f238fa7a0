package io.servicegroup;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

import io.servicegroup.autoconfigure.ServiceGroupAutoConfiguration;
import io.servicegroup.tooz.Credentials;
import io.servicegroup.tooz.CredentialsSupplier;
import org.junit.jupiter.api.Test;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Checks docs/spring.md: its examples are code that runs, and the tests that it names
 * exist.
 */
class SpringPageTests {

	private final ApplicationContextRunner runner = new ApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(ServiceGroupAutoConfiguration.class))
		.withPropertyValues("servicegroup.tooz-url=memory://page", "servicegroup.group=web")
		.withUserConfiguration(GroupSize.class);

	private static String read(String file) throws IOException {
		return Files.readString(Path.of(file));
	}

	@Test
	void theExamplesAreCodeThatRuns() throws IOException {
		String examples = read("src/test/java/io/servicegroup/SpringPageExample.java")
				+ read("src/test/java/io/servicegroup/QueueCapabilities.java");
		String members = examples.replace("\n\t", "\n");
		assertThat(Pattern.compile("(?s)```java\\n(.*?)```").matcher(read("../docs/spring.md")).results()).isNotEmpty()
			.extracting((MatchResult block) -> block.group(1))
			.allMatch((block) -> examples.contains(block) || members.contains(block));
		this.runner.withBean(TokenService.class, () -> () -> "token")
			.withUserConfiguration(TokenCredentials.class)
			.run((context) -> assertThat(context.getBean(CredentialsSupplier.class).get())
				.isEqualTo(new Credentials("app", "token")));
		this.runner.withPropertyValues("servicegroup.enabled=false")
			.run((context) -> assertThat(context.getBean(GroupSize.class).members()).isEqualTo(1));
		this.runner.run((context) -> await()
			.untilAsserted(() -> assertThat(context.getBean(GroupSize.class).members()).isEqualTo(1)));
	}

	@Test
	void theTestsThatItNamesExist() throws IOException {
		assertThat(Pattern.compile("`(\\w+(?:Tests|IT))`").matcher(read("../docs/spring.md")).results()).isNotEmpty()
			.extracting((MatchResult name) -> name.group(1) + ".java")
			.allSatisfy((file) -> {
				try (var files = Files.walk(Path.of(".."))) {
					assertThat(files.anyMatch((path) -> path.endsWith(file))).as(file).isTrue();
				}
			});
	}

}
