package io.servicegroup.board;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.Map;
import java.util.Set;

import io.servicegroup.Member;
import io.servicegroup.MemberEvent;
import io.servicegroup.MemberJoinedEvent;
import io.servicegroup.MemberLeftEvent;
import io.servicegroup.board.BoardEvent.Kind;
import io.servicegroup.tooz.Departure;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;

class HistoryTests {

	private static final Instant START = Instant.now()
		.minusSeconds(4000)
		.truncatedTo(java.time.temporal.ChronoUnit.SECONDS);

	@TempDir
	private Path directory;

	private Path file;

	@BeforeEach
	void nameFile() {
		this.file = this.directory.resolve("board.history");
	}

	/** A process: it reads the file, notes events, and ends or is killed. */
	private final class Run {

		private final EventLog log = new EventLog("web", 1 << 20);

		private final History history;

		Run() throws IOException {
			this.history = History.open(HistoryTests.this.file, "web");
			this.history.restoreTo(this.log);
		}

		Run on(String id, long seconds, boolean joins) {
			MemberEvent event = joins ? new MemberJoinedEvent("web", Member.of(id, START), START.plusSeconds(seconds))
					: new MemberLeftEvent("web", Member.of(id, START), START.plusSeconds(seconds));
			this.log.on(event, joins ? null : Departure.DIED, Map.of());
			return this;
		}

		Set<String> upAt(long seconds) {
			return this.log.timeLine(Instant.now()).upAt(START.plusSeconds(seconds));
		}

		void end(long seconds) {
			this.history.end(this.log, START.plusSeconds(seconds));
		}

	}

	@Test
	void theTimeLineOutlivesTheProcess() throws IOException {
		Run first = new Run();
		first.on("a", 0, true).on("b", 0, true).on("b", 50, false).on("c", 60, true).end(100);
		Run second = new Run();
		assertThat(second.log.latest(10)).extracting(BoardEvent::kind)
			.containsExactly(Kind.STOPPED, Kind.JOINED, Kind.DIED, Kind.JOINED, Kind.JOINED);
		assertThat(second.upAt(150)).as("nothing was read yet").isNull();
		second.on("a", 200, true).on("d", 200, true).log.started(START.plusSeconds(200));
		assertThat(second.upAt(40)).containsExactly("a", "b");
		assertThat(second.upAt(70)).containsExactly("a", "c");
		assertThat(second.upAt(150)).isNull();
		assertThat(second.upAt(210)).containsExactly("a", "d");
		second.on("a", 300, false).end(310);
		Run third = new Run();
		third.on("d", 400, true).log.started(START.plusSeconds(400));
		assertThat(third.upAt(70)).containsExactly("a", "c");
		assertThat(third.upAt(210)).containsExactly("a", "d");
		assertThat(third.upAt(305)).containsExactly("d");
		assertThat(third.upAt(350)).isNull();
		third.end(500);
	}

	@Test
	void aProcessThatIsKilledLosesWhatItWasWriting() throws IOException {
		Run first = new Run();
		first.on("a", 0, true).on("b", 10, true).history.write(first.log, START.plusSeconds(20));
		first.history.close();
		Files.writeString(this.file, "{\"number\":3,\"kind\":\"LEFT\",\"mem", StandardOpenOption.APPEND);
		Run second = new Run();
		second.on("a", 200, true).log.started(START.plusSeconds(200));
		assertThat(second.upAt(15)).containsExactly("a", "b");
		assertThat(second.upAt(30)).as("the last sign of life is before").isNull();
		second.end(300);
		assertThat(Files.readString(this.file)).doesNotContain("LEFT");
	}

	@Test
	void theFileIsBoundedAsTheMemoryIs() throws IOException {
		EventLog log = new EventLog("web", 100_000);
		History history = History.open(this.file, "web");
		history.restoreTo(log);
		for (int i = 0; i < 80_000; i++) {
			log.on(new MemberJoinedEvent("web", Member.of("m" + i % 10, START), START.plusMillis(i)), null, Map.of());
			log.on(new MemberLeftEvent("web", Member.of("m" + i % 10, START), START.plusMillis(i)), Departure.LEFT,
					Map.of());
			if (i % 100 == 0) {
				history.write(log, START);
			}
		}
		assertThat(Files.size(this.file)).isLessThan(17L << 20);
		history.close();
		EventLog read = new EventLog("web", 100_000);
		History again = History.open(this.file, "web");
		again.restoreTo(read);
		assertThat(read.latest(1).get(0).kind()).isEqualTo(Kind.STOPPED);
		assertThat(Files.size(this.file)).isLessThan(200_000);
		again.close();
	}

	@Test
	void aFileOfSomethingElseIsNotTouched() throws IOException {
		Files.writeString(this.file, "my notes\n");
		assertThatIOException().isThrownBy(() -> History.open(this.file, "web"))
			.withMessage("it is not a history of the board");
		assertThat(Files.readString(this.file)).isEqualTo("my notes\n");
		Files.delete(this.file);
		History open = History.open(this.file, "web");
		assertThatIOException().isThrownBy(() -> History.open(this.file, "web"))
			.withMessage("another application uses it");
		open.restoreTo(new EventLog("web", 1000));
		assertThatIOException().as("also after it was replaced").isThrownBy(() -> History.open(this.file, "web"));
		open.close();
		assertThatIOException().isThrownBy(() -> History.open(this.file, "batch"))
			.withMessage("it is the history of another group");
		assertThatIOException().isThrownBy(() -> History.open(this.directory.resolve("none/file"), "web"));
	}

	@Test
	void eachGroupHasAFileOfItsOwn() throws IOException {
		Histories histories = Histories.open(this.file, "web");
		assertThat(histories.own()).isNotNull();
		assertThat(histories.beside("batch")).isEqualTo(this.directory.resolve("board.history-batch"));
		assertThat(histories.beside("../a b.tmp"))
			.isEqualTo(this.directory.resolve("board.history-%2E%2E%2Fa+b%2Etmp"));
		assertThat(histories.beside("ä".repeat(100)).getFileName().toString()).hasSizeLessThan(60);
		History batch = histories.of("batch");
		assertThat(batch).isNotNull();
		assertThat(histories.of("batch")).as("it is in use").isNull();
		batch.close();
		histories.own().close();
	}

}
