package io.servicegroup.sample;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

import org.junit.jupiter.api.Test;

import org.springframework.util.FileSystemUtils;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Creates {@code docs/page.png}. Not part of the build, because of its name. Run it with
 * {@code mvn -pl sample-app -am verify -Dtest=EventLogTests -Dit.test=PageScreenshot
 * -Dsurefire.failIfNoSpecifiedTests=false}.
 */
class PageScreenshot {

	private static final Path DIRECTORY = Path.of("/tmp/servicegroup");

	private final List<SampleProcess> members = new ArrayList<>();

	@Test
	void takeScreenshot() throws IOException {
		// Fails if the directory exists: it may contain another group.
		Files.createDirectory(DIRECTORY);
		try (Browser browser = new Browser()) {
			for (int number : new int[] { 2, 1, 3, 6, 4 }) {
				this.members.add(start(number));
			}
			browser.open(this.members.get(1).url());
			this.members.get(3).terminate(Duration.ofSeconds(10));
			await().until(() -> browser.text("#events").contains("web-6 left"));
			this.members.add(start(5));
			await().until(() -> browser.text("#events > li:first-child").matches("(?s).*web-5 joined\\s+4 s ago.*"));
			byte[] image = browser.screenshot(1280, 800);
			assertThat(image).hasSizeLessThan(200_000);
			Files.write(Path.of("../docs/page.png"), image);
		}
		finally {
			this.members.forEach(SampleProcess::close);
			FileSystemUtils.deleteRecursively(DIRECTORY);
		}
	}

	private SampleProcess start(int number) {
		return SampleProcess
			.start("file://" + DIRECTORY + "?timeout=5", "web-" + number, 0,
					"--servicegroup.capabilities.port=808" + number,
					"--servicegroup.capabilities.version=1.4." + number / 4,
					"--servicegroup.capabilities.zone=" + (char) ('a' + number % 3))
			.awaitStarted();
	}

}
