package io.servicegroup.springcloud;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The example of docs/spring-cloud.md is the code that {@link Rotation} runs.
 */
class SpringCloudPageTests {

	@Test
	void theExampleIsCodeThatRuns() throws IOException {
		Matcher example = Pattern.compile("(?s)```java\\n(.*?)```")
			.matcher(Files.readString(Path.of("../docs/spring-cloud.md")));
		assertThat(example.find()).isTrue();
		assertThat(Files.readString(Path.of("src/test/java/io/servicegroup/springcloud/OrdersClient.java")))
			.endsWith(example.group(1));
	}

}
