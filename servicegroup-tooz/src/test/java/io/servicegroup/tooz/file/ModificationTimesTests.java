package io.servicegroup.tooz.file;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

class ModificationTimesTests {

	private static final Duration TIMEOUT = Duration.ofSeconds(4);

	@TempDir
	Path directory;

	private Path file;

	private Instant wallClock = Instant.parse("2026-01-01T12:00:00Z");

	private long nanos;

	private final Clock clock = Clock.systemUTC();

	private ModificationTimes times;

	@BeforeEach
	void create() throws IOException {
		this.file = Files.write(this.directory.resolve("member"), new byte[] { 1, 2 });
		this.times = new ModificationTimes(TIMEOUT, new WallClock(), () -> this.nanos);
		heartbeat();
	}

	private void heartbeat() throws IOException {
		Files.setLastModifiedTime(this.file, FileTime.from(this.wallClock));
	}

	private void pass(Duration time) {
		this.nanos += time.toNanos();
		this.wallClock = this.wallClock.plus(time);
	}

	@Test
	void aMemberIsAliveUntilTheTimeoutAfterItsLastHeartbeat() throws IOException {
		pass(Duration.ofSeconds(3));
		assertThat(this.times.isAlive(this.file)).isTrue();
		pass(Duration.ofSeconds(1));
		assertThat(this.times.isAlive(this.file)).isTrue();
		pass(Duration.ofMillis(1));
		assertThat(this.times.isAlive(this.file)).isFalse();
		heartbeat();
		assertThat(this.times.isAlive(this.file)).isTrue();
		Files.delete(this.file);
		assertThat(this.times.isAlive(this.file)).isFalse();
	}

	@ParameterizedTest
	@ValueSource(ints = { 1, -1 })
	void aJumpOfTheMachinesClockDoesNotChangeWhoIsAlive(int hours) throws IOException {
		assertThat(this.times.isAlive(this.file)).isTrue();
		this.wallClock = this.wallClock.plus(Duration.ofHours(hours));
		pass(Duration.ofSeconds(1));
		assertThat(this.times.isAlive(this.file)).isTrue();
		heartbeat();
		pass(TIMEOUT);
		assertThat(this.times.isAlive(this.file)).isTrue();
		pass(Duration.ofMillis(1));
		assertThat(this.times.isAlive(this.file)).isFalse();
	}

	@ParameterizedTest
	@ValueSource(ints = { 1, -1 })
	void aJumpOfTheReadersClockDoesNotChangeWhoIsAlive(int hours) throws IOException {
		assertThat(this.times.isAlive(this.file)).isTrue();
		Instant right = this.wallClock;
		this.wallClock = this.wallClock.plus(Duration.ofHours(hours));
		for (int i = 1; i < 5; i++) {
			pass(Duration.ofSeconds(3));
			Files.setLastModifiedTime(this.file, FileTime.from(right.plusSeconds(3 * i)));
			assertThat(this.times.isAlive(this.file)).isTrue();
		}
		pass(TIMEOUT.plusMillis(1));
		assertThat(this.times.isAlive(this.file)).isFalse();
	}

	@Test
	void aFileSeenForTheFirstTimeIsCheckedAsInTooz() throws IOException {
		pass(TIMEOUT.plusMillis(1));
		assertThat(this.times.isAlive(this.file)).as("too old").isFalse();
		this.wallClock = this.wallClock.minus(Duration.ofHours(1));
		assertThat(new ModificationTimes(TIMEOUT, new WallClock(), () -> this.nanos).isAlive(this.file))
			.as("from the future")
			.isFalse();
	}

	@Test
	void aHeartbeatSetsTheTimeAndKeepsTheContent() throws IOException {
		Files.setLastModifiedTime(this.file, FileTime.fromMillis(0));
		ModificationTimes.touch(this.file, (byte) 1);
		assertThat(Files.getLastModifiedTime(this.file).toInstant()).isBetween(this.clock.instant().minusSeconds(5),
				this.clock.instant());
		assertThat(Files.readAllBytes(this.file)).containsExactly(1, 2);
	}

	private final class WallClock extends Clock {

		@Override
		public ZoneOffset getZone() {
			return ZoneOffset.UTC;
		}

		@Override
		public Clock withZone(java.time.ZoneId zone) {
			return this;
		}

		@Override
		public Instant instant() {
			return ModificationTimesTests.this.wallClock;
		}

	}

}
