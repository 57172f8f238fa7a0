package io.servicegroup.sample;

import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

import io.servicegroup.tck.servers.LocalProcess;

import org.springframework.util.DigestUtils;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * The sample application, extracted from its jar and with an archive of its classes, as
 * Spring Boot recommends for a fast start. The tests start it some sixty times; this
 * halves the CPU time of a start.
 *
 * @see <a href=
 * "https://docs.spring.io/spring-boot/reference/packaging/class-data-sharing.html">Spring
 * Boot: Class Data Sharing</a>
 */
final class ExtractedSample {

	private static final Path JAR = Path.of("target/sample-app.jar");

	private static final Path DIRECTORY = Path.of("target/extracted");

	private static final Path ARCHIVE = DIRECTORY.resolve("classes.jsa");

	/** Contains the digest of the jar that was extracted. */
	private static final Path EXTRACTED_JAR = DIRECTORY.resolve("jar.md5");

	private static boolean extracted;

	private static final Duration LONG = Duration.ofSeconds(120);

	private ExtractedSample() {
	}

	/**
	 * Returns the command that starts the application; extracts it first, once a build.
	 */
	static synchronized List<String> command() {
		try (FileChannel file = FileChannel.open(Path.of("target/extracted.lock"), StandardOpenOption.CREATE,
				StandardOpenOption.WRITE); FileLock lock = file.lock()) {
			assertThat(lock.isValid()).isTrue();
			if (!extracted) {
				extractUnlessDone();
				extracted = true;
			}
		}
		catch (IOException ex) {
			throw new IllegalStateException(ex);
		}
		return start("-XX:SharedArchiveFile=" + ARCHIVE);
	}

	/** A build always gives the jar the same time, so its content is compared. */
	private static void extractUnlessDone() throws IOException {
		String content;
		try (InputStream jar = Files.newInputStream(JAR)) {
			content = DigestUtils.md5DigestAsHex(jar);
		}
		if (!Files.exists(EXTRACTED_JAR) || !Files.readString(EXTRACTED_JAR).equals(content)) {
			Files.deleteIfExists(EXTRACTED_JAR);
			Files.deleteIfExists(ARCHIVE);
			extract();
			archiveClasses();
			Files.writeString(EXTRACTED_JAR, content);
		}
	}

	private static List<String> start(String option) {
		return java("-Xmx192m", "-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", option, "-jar",
				DIRECTORY.resolve(JAR.getFileName()).toString());
	}

	private static List<String> java(String... arguments) {
		List<String> command = new ArrayList<>();
		command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
		command.addAll(List.of(arguments));
		return command;
	}

	private static void extract() {
		try (LocalProcess extraction = new LocalProcess(java("-Djarmode=tools", "-jar", JAR.toString(), "extract",
				"--force", "--destination", DIRECTORY.toString()))
			.start()) {
			awaitEnd(extraction);
		}
	}

	/** Archives the classes that a start and the first requests load. */
	private static void archiveClasses() {
		try (SampleProcess training = SampleProcess.start(start("-XX:ArchiveClassesAtExit=" + ARCHIVE),
				"redis://127.0.0.1:1?timeout=4", "training", 0, "--servicegroup.group=web")) {
			training.awaitStarted();
			training.isUp();
			training.members();
			training.process().terminate();
			awaitEnd(training.process());
		}
		assertThat(ARCHIVE).exists();
	}

	private static void awaitEnd(LocalProcess process) {
		await().atMost(LONG).until(() -> !process.isAlive());
	}

}
