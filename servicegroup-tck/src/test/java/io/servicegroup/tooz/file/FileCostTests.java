package io.servicegroup.tooz.file;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import io.servicegroup.tooz.Coordinator;
import io.servicegroup.tooz.coordination.Coordinators;
import jdk.jfr.Recording;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordingFile;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/** What heartbeats and listings read and write, as the JVM records it. */
class FileCostTests {

	private static final String GROUP = "g";

	@TempDir
	private Path temporary;

	private final List<Coordinator> coordinators = new ArrayList<>();

	@AfterEach
	void close() {
		this.coordinators.forEach(Coordinator::close);
	}

	private Coordinator joined(String member) {
		Coordinator coordinator = Coordinators.get("file://" + this.temporary.resolve("groups") + "?timeout=60",
				member);
		this.coordinators.add(coordinator);
		coordinator.joinGroupCreate(GROUP, Map.of("k", 1L));
		return coordinator;
	}

	/** Returns the reads and writes of members' files. */
	private List<RecordedEvent> recorded(Runnable work) throws IOException {
		Path file = this.temporary.resolve("recording.jfr");
		try (Recording recording = new Recording()) {
			recording.enable("jdk.FileRead").withThreshold(Duration.ZERO).withoutStackTrace();
			recording.enable("jdk.FileWrite").withThreshold(Duration.ZERO).withoutStackTrace();
			recording.start();
			work.run();
			recording.stop();
			recording.dump(file);
		}
		List<RecordedEvent> events = RecordingFile.readAllEvents(file);
		Files.delete(file);
		return events.stream().filter((event) -> event.getString("path").endsWith(GroupDirectory.SUFFIX)).toList();
	}

	private static long files(List<RecordedEvent> events) {
		return events.stream().map((event) -> event.getString("path")).distinct().count();
	}

	@Test
	void aListingReadsOnlyFilesThatHaveChanged() throws IOException {
		Coordinator one = joined("one");
		Coordinator two = joined("two");
		joined("three");
		Runnable listing = () -> assertThat(one.getMembersWithCapabilities(GROUP)).hasSize(3);
		assertThat(files(recorded(listing))).isEqualTo(3);
		// A file that was just written may be written again at the same time.
		await().until(() -> recorded(listing).isEmpty());
		two.heartbeat();
		assertThat(files(recorded(listing))).isEqualTo(1);
		two.updateCapabilities(GROUP, Map.of("k", 2L));
		assertThat(files(recorded(listing))).isEqualTo(1);
		assertThat(one.getMemberCapabilities(GROUP, "two")).isEqualTo(Map.of("k", 2L));
	}

	@Test
	void aHeartbeatReadsAndWritesItsOwnFileOnce() throws IOException {
		Coordinator one = joined("one");
		joined("two");
		List<RecordedEvent> events = recorded(one::heartbeat);
		assertThat(events).extracting((event) -> event.getEventType().getName())
			.containsExactlyInAnyOrder("jdk.FileRead", "jdk.FileWrite");
		assertThat(files(events)).isEqualTo(1);
	}

}
