package io.servicegroup.sample;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

import io.servicegroup.tck.servers.LocalProcess;

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
			if (!Files.exists(ARCHIVE)
					|| Files.getLastModifiedTime(ARCHIVE).compareTo(Files.getLastModifiedTime(JAR)) < 0) {
				Files.deleteIfExists(ARCHIVE);
				extract();
				archiveClasses();
			}
		}
		catch (IOException ex) {
			throw new IllegalStateException(ex);
		}
		return start("-XX:SharedArchiveFile=" + ARCHIVE);
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
