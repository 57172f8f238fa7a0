package io.servicegroup.sample;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

import io.servicegroup.tck.servers.SharedDirectory;
import io.servicegroup.tooz.Coordinator;
import io.servicegroup.tooz.coordination.Coordinators;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Tests the page in a real browser, with applications in processes of their own.
 */
@Timeout(120)
class PageIT {

	private static final String MEMBERS = "#members > li:not([inert]) .id";

	private static final String LEADERS = "#members > li:not([inert]):has(.leader:not([hidden])) .id";

	private static final String REASONS = "#members > li:has(.disabled:not([hidden])) .reason:not([hidden])";

	private static final String FORCED_DOWN = "#absent > li:not([inert]):has(.forced:not([hidden])) .id";

	private static final String EVENTS = "#events > li:not([inert]) p:first-of-type";

	private static Browser browser;

	private SharedDirectory directory;

	private SampleProcess first;

	@BeforeAll
	static void openBrowser() throws IOException {
		browser = new Browser();
	}

	@AfterAll
	static void closeBrowser() throws IOException {
		browser.close();
	}

	@BeforeEach
	void openPage() {
		this.directory = new SharedDirectory();
		this.first = start("web-1", 0);
		browser.console();
		browser.open(this.first.url());
		browser.run("window.stays = true");
		soon().untilAsserted(() -> assertThat(browser.texts(MEMBERS)).containsExactly("web-1"));
	}

	@AfterEach
	void checkThatThePageWasNotReloaded() {
		assertThat(browser.<Boolean>run("return window.stays")).isTrue();
		browser.open("about:blank");
		this.first.close();
		this.directory.close();
	}

	@Test
	void showsMembersThatJoinAndLeave() {
		assertThat(browser.text("#headline")).isEqualTo("All is well");
		assertThat(browser.text("#backend")).isEqualTo("file");
		assertThat(browser.text("#url")).isEqualTo(this.directory.url("timeout=5"));
		try (SampleProcess second = start("web-2", 0, "--servicegroup.capabilities.zone=a")) {
			soon().untilAsserted(() -> assertThat(browser.texts(MEMBERS)).containsExactly("web-1", "web-2"));
			soon().untilAsserted(() -> assertThat(browser.texts(EVENTS)).first().isEqualTo("web-2 joined"));
			String age = browser.text("#members > li:nth-child(2) .age");
			soon().untilAsserted(() -> assertThat(browser.text("#members > li:nth-child(2) .age")).isNotEqualTo(age)
				.matches("joined \\d+ s ago"));
			assertThat(browser.texts("#members .capabilities div")).contains("zonea");
			assertThat(browser.texts("li:has(.self:not([hidden])) .id")).containsExactly("web-1");
			second.terminate(Duration.ofSeconds(20));
		}
		soon().untilAsserted(() -> assertThat(browser.texts(MEMBERS)).containsExactly("web-1"));
		soon().untilAsserted(() -> assertThat(browser.texts(EVENTS)).startsWith("web-2 left", "web-2 joined"));
		soon().untilAsserted(
				() -> assertThat(browser.<String>run("return document.title")).isEqualTo("1 up, 1 left lately · web"));
		assertThat(browser.text("#headline")).as("it left in order").isEqualTo("All is well");
		try (SampleProcess third = start("web-3", 0)) {
			soon().untilAsserted(() -> assertThat(browser.texts(MEMBERS)).containsExactly("web-1", "web-3"));
			third.process().kill();
			soon().untilAsserted(() -> assertThat(browser.texts(EVENTS)).startsWith("web-3 died", "web-3 joined"));
		}
		soon().untilAsserted(
				() -> assertThat(browser.text("#headline")).matches("web-3 died at [0-9:]{8}: its heartbeats ended"));
		assertThat(browser.<String>run("return document.title")).isEqualTo(browser.text("#headline") + " · web");
		soon().untilAsserted(() -> assertThat(levels("#events > li:first-child")).containsExactly("amber"));
		assertThat(levels("#absent > li")).as("the color of the headline").containsExactly("amber");
		assertThat(browser.texts("#absent .capabilities div")).as("where it ran").contains("host127.0.0.1");
		assertThat(browser.<String>run("return document.body.dataset.state")).isEqualTo("out");
	}

	@Test
	void showsTheLeader() {
		soon().untilAsserted(() -> assertThat(browser.texts(LEADERS)).containsExactly("web-1"));
		soon().untilAsserted(() -> assertThat(browser.texts(EVENTS)).contains("web-1 was elected leader"));
		soon().untilAsserted(() -> assertThat(browser.text("#sentence")).isEqualTo("The list is live. web-1 leads."));
		try (SampleProcess second = start("web-2", 0)) {
			browser.open(second.url());
			browser.run("window.stays = true");
			soon().untilAsserted(() -> assertThat(browser.texts(MEMBERS)).containsExactly("web-1", "web-2"));
			soon().untilAsserted(() -> assertThat(browser.texts(LEADERS)).containsExactly("web-1"));
			assertThat(browser.texts(EVENTS)).doesNotContain("web-1 was elected leader");
			this.first.process().kill();
			soon().untilAsserted(() -> assertThat(browser.texts(LEADERS)).containsExactly("web-2"));
			soon().untilAsserted(() -> assertThat(browser.texts(EVENTS)).contains("web-2 was elected leader"));
			assertThat(browser.console()).isEmpty();
		}
	}

	/** Uses the commands of docs/switches.md. */
	@Test
	void showsTheSwitchesOfOperators() throws Exception {
		List<String> commands = Files.readAllLines(Path.of("../docs/switches.md"))
			.stream()
			.filter((line) -> line.startsWith("    curl "))
			.map((line) -> line.replace("localhost:8080/", this.first.url()))
			.toList();
		assertThat(commands).hasSize(4);
		try (SampleProcess second = start("b", 0)) {
			soon().untilAsserted(() -> assertThat(browser.texts(MEMBERS)).containsExactly("b", "web-1"));
			assertThat(outputOf(commands.get(0))).contains("\"disabled\":true");
			soon().untilAsserted(() -> assertThat(browser.texts(REASONS)).containsExactly("its disk fails"));
			assertThat(browser.texts(MEMBERS)).containsExactly("b", "web-1");
			// The other member reads the group with its own next poll.
			soon().untilAsserted(
					() -> assertThat(second.health().path("status").asString("")).isEqualTo("OUT_OF_SERVICE"));
			assertThat(outputOf(commands.get(1))).contains("\"disabled\":false");
			soon().untilAsserted(() -> assertThat(browser.texts(REASONS)).isEmpty());
			assertThat(outputOf(commands.get(2))).contains("\"forcedDown\":true");
			soon().untilAsserted(() -> assertThat(browser.texts(FORCED_DOWN)).containsExactly("b"));
			soon().untilAsserted(() -> assertThat(browser.texts(MEMBERS)).containsExactly("web-1"));
			assertThat(outputOf(commands.get(3))).contains("\"forcedDown\":false");
			soon().untilAsserted(() -> assertThat(browser.texts(MEMBERS)).containsExactly("b", "web-1"));
			soon().untilAsserted(() -> assertThat(browser.texts(EVENTS)).startsWith("b joined", "b was forced down",
					"b was enabled", "b was disabled"));
		}
	}

	/** By the page's own dialog, and so by the endpoint with its rules. */
	@Test
	void operatorsActOnThePage() {
		ActsDialog dialog = new ActsDialog(browser);
		try (SampleProcess second = start("web-2", 0)) {
			soon().untilAsserted(() -> assertThat(browser.texts(MEMBERS)).containsExactly("web-1", "web-2"));
			dialog.choose("web-2", "disable");
			assertThat(dialog.canSubmit()).isFalse();
			dialog.type("reason", "its <b>disk</b> fails");
			dialog.perform();
			soon().untilAsserted(() -> assertThat(browser.texts(REASONS)).containsExactly("its <b>disk</b> fails"));
			soon().untilAsserted(() -> assertThat(browser.text("#headline"))
				.matches("web-2 was disabled by an operator at [0-9:]{8}: its <b>disk</b> fails"));
			assertThat(browser.text("#counts")).isEqualTo("2 up (1 disabled)");
			assertThat(browser.texts(MEMBERS)).as("not well first").containsExactly("web-2", "web-1");
			dialog.choose("web-2", "force-down");
			dialog.type("confirmation", "web-1");
			assertThat(dialog.canSubmit()).isFalse();
			dialog.type("confirmation", "web-2");
			dialog.perform();
			soon().untilAsserted(() -> assertThat(browser.texts(FORCED_DOWN)).containsExactly("web-2"));
			soon().untilAsserted(() -> assertThat(browser.text("#headline"))
				.matches("web-2 was forced down by an operator at [0-9:]{8}, no reason given"));
			soon().untilAsserted(() -> assertThat(browser.text("#counts")).isEqualTo("1 up, 1 forced down"));
			assertThat(browser.texts("#absent .capabilities div")).as("where it ran").contains("host127.0.0.1");
			dialog.choose("web-2", "clear-forced-down");
			dialog.perform();
			soon().untilAsserted(() -> assertThat(browser.texts(MEMBERS)).contains("web-2"));
			dialog.choose("web-2", "enable");
			dialog.perform();
			soon().untilAsserted(() -> assertThat(browser.texts(REASONS)).isEmpty());
			soon().untilAsserted(
					() -> assertThat(browser.texts("#events > li:first-child .why")).containsExactly("By an operator"));
			assertThat(this.first.process().output()).contains("Audit: action 'force-down' on member 'web-2'",
					"remote address 127.0.0.1: done");
			assertThat(browser.console()).isEmpty();
			assertThat(second.url()).isNotEqualTo(this.first.url());
		}
	}

	@Test
	void findsMembers() {
		try (SampleProcess second = start("web-2", 0, "--servicegroup.capabilities.zone=a")) {
			soon().untilAsserted(() -> assertThat(browser.texts(MEMBERS)).containsExactly("web-1", "web-2"));
			search("ZONE=a");
			soon().untilAsserted(() -> assertThat(browser.texts(MEMBERS)).containsExactly("web-2"));
			assertThat(browser.text("#count")).isEqualTo("1 of 2");
			search("web-1");
			soon().untilAsserted(() -> assertThat(browser.texts(MEMBERS)).containsExactly("web-1"));
			search("zone=b");
			soon().untilAsserted(() -> assertThat(browser.text("#none")).isEqualTo("No member matches."));
			search("");
			soon().untilAsserted(() -> assertThat(browser.texts(MEMBERS)).containsExactly("web-1", "web-2"));
			assertThat(second.url()).isNotEqualTo(this.first.url());
		}
	}

	@Test
	void showsWhoWasUpAtATime() {
		try (SampleProcess second = start("web-2", 0)) {
			soon().untilAsserted(() -> assertThat(browser.text("#range")).isEqualTo("1 to 2"));
			lookAt(1000);
			soon().untilAsserted(
					() -> assertThat(browser.texts("#then [data-of=then] li")).containsExactly("web-1", "web-2"));
			assertThat(browser.text("#then-title")).endsWith(", 2 were up");
			lookAt(0);
			soon().untilAsserted(() -> assertThat(browser.text("#then-title")).endsWith(", 1 was up"));
			assertThat(browser.texts("#then [data-of=then] li")).containsExactly("web-1");
			assertThat(browser.texts("#then [data-of=come] li")).containsExactly("web-2");
			assertThat(browser.console()).isEmpty();
			assertThat(second.url()).isNotEqualTo(this.first.url());
		}
	}

	/** Moves the slider, which has the whole time line as its range. */
	private void lookAt(int part) {
		browser.run("""
				const slider = document.getElementById('moment');
				slider.value = arguments[0];
				slider.dispatchEvent(new Event('input'));""", part);
	}

	/** The document stays small, however large the group is. */
	@Test
	void drawsTheRowsInView() {
		List<Coordinator> others = new ArrayList<>();
		try (SharedDirectory large = new SharedDirectory();
				SampleProcess viewer = SampleProcess.start(large.url("timeout=60"), "web-1", 0).awaitStarted()) {
			for (int i = 1; i <= 300; i++) {
				Coordinator other = Coordinators.get(large.url("timeout=60"), "m-" + i);
				others.add(other);
				other.start();
				other.joinGroup("web");
			}
			browser.open(viewer.url());
			browser.run("window.stays = true");
			soon().untilAsserted(() -> assertThat(browser.text("#count")).isEqualTo("301"));
			soon().untilAsserted(
					() -> assertThat(browser.texts(MEMBERS)).hasSizeBetween(5, 60).startsWith("m-1", "m-10"));
			assertThat(browser.<Long>run("return document.querySelectorAll('*').length")).isLessThan(2500);
			browser.run("scrollTo(0, document.documentElement.scrollHeight)");
			soon()
				.untilAsserted(() -> assertThat(browser.texts(MEMBERS)).hasSizeLessThan(60).endsWith("m-99", "web-1"));
			search("m-299");
			soon().untilAsserted(() -> assertThat(browser.texts(MEMBERS)).containsExactly("m-299"));
			assertThat(browser.console()).isEmpty();
			others.forEach(Coordinator::close);
		}
	}

	@Test
	void membersThatWereThereAlreadyAreOneEvent() {
		try (Fleet others = new Fleet(this.directory.url("timeout=5"), 1000)) {
			IntStream.rangeClosed(1, 5).forEach((i) -> others.join("m-" + i, Map.of()));
			try (SampleProcess second = start("web-2", 0)) {
				browser.open(second.url());
				browser.run("window.stays = true");
				soon().untilAsserted(
						() -> assertThat(browser.texts("#events .what")).contains("6 members were there already"));
				assertThat(browser.texts("#events .what")).doesNotContain("was already a member");
				assertThat(browser.console()).isEmpty();
			}
		}
	}

	/** Returns the colors of rows. */
	private static List<String> levels(String rows) {
		return browser.run("return [...document.querySelectorAll(arguments[0])].map((row) => row.dataset.level)", rows);
	}

	private void search(String text) {
		browser.run("""
				const input = document.getElementById('search');
				input.value = arguments[0];
				input.dispatchEvent(new Event('input'));""", text);
	}

	private String outputOf(String command) throws IOException {
		Process process = new ProcessBuilder("sh", "-c", command).redirectError(ProcessBuilder.Redirect.INHERIT)
			.start();
		return new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
	}

	@Test
	void showsThatTheBackendIsUnavailable() {
		this.directory.stop();
		soon()
			.untilAsserted(() -> assertThat(browser.text("#headline")).matches("Backend unavailable since [0-9:]{8}"));
		assertThat(browser.text("#sentence"))
			.startsWith("web-1 cannot read the group from file: members may have joined or left since. Check that");
		assertThat(browser.text("#note")).contains(this.directory.path().toString());
		assertThat(browser.text("#counts")).matches("1 was up at [0-9:]{8}");
		assertThat(browser.texts(MEMBERS)).containsExactly("web-1");
		soon().untilAsserted(() -> assertThat(browser.text("#health")).isEqualTo("Down"));
		this.directory.start();
		soon().untilAsserted(() -> assertThat(browser.text("#headline")).isEqualTo("All is well"));
		soon().untilAsserted(() -> assertThat(browser.text("#health")).isEqualTo("Up"));
		soon().untilAsserted(() -> assertThat(browser.texts("#events .what")).contains("The backend is available again",
				"The backend became unavailable"));
	}

	@Test
	void stopsInTimeWithAnOpenStreamAndReconnects() {
		assertThat(this.first.terminate(Duration.ofSeconds(20))).isLessThan(Duration.ofSeconds(10));
		soon().untilAsserted(
				() -> assertThat(browser.text("#headline")).matches("Application web-1 unavailable since [0-9:]{8}"));
		assertThat(browser.texts(MEMBERS)).containsExactly("web-1");
		try (SampleProcess again = start("web-9", this.first.port())) {
			soon().untilAsserted(() -> assertThat(browser.text("#headline")).isEqualTo("All is well"));
			soon().untilAsserted(() -> assertThat(browser.texts(MEMBERS)).containsExactly("web-9"));
			assertThat(again.url()).isEqualTo(this.first.url());
		}
	}

	@Test
	void showsCapabilitiesAsTextNotMarkup() throws Exception {
		String image = "<img src=x onerror=\"document.title='taken'\">";
		String script = "<script>document.title='taken'</script>";
		try (SampleProcess second = start(script, 0, "--servicegroup.capabilities.note=" + image)) {
			soon().untilAsserted(() -> assertThat(browser.texts(MEMBERS)).contains(script));
			soon().untilAsserted(() -> assertThat(browser.texts(EVENTS)).contains(script + " joined"));
			assertThat(browser.texts("#members dd")).contains(image);
			this.first.setSwitch("web-1", "disable", image);
			soon().untilAsserted(() -> assertThat(browser.texts(REASONS)).containsExactly(image));
			soon().untilAsserted(() -> assertThat(browser.text("#headline")).contains(image));
			assertThat(browser.texts("main img, main script")).isEmpty();
			assertThat(browser.<String>run("return document.title"))
				.matches("web-1 was disabled by an operator at [0-9:]{8}: \\Q" + image + "\\E · web");
			assertThat(browser.console()).isEmpty();
			assertThat(second.url()).isNotEqualTo(this.first.url());
		}
		assertThat(policy()).contains("default-src 'none'", "script-src 'self'").doesNotContain("unsafe", "http");
	}

	private String policy() throws IOException, InterruptedException {
		HttpRequest request = HttpRequest.newBuilder(URI.create(this.first.url())).build();
		return HttpClient.newHttpClient()
			.send(request, HttpResponse.BodyHandlers.discarding())
			.headers()
			.firstValue("Content-Security-Policy")
			.orElseThrow();
	}

	@Test
	void servesManyBrowsersAndEndsTheStreamsOfClosedOnes() throws IOException {
		List<Socket> sockets = new ArrayList<>();
		for (int i = 0; i < 20; i++) {
			Socket socket = new Socket("localhost", this.first.port());
			sockets.add(socket);
			socket.setSoTimeout(10_000);
			socket.getOutputStream()
				.write("GET /stream HTTP/1.1\r\nHost: localhost\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
			assertThat(new BufferedReader(new InputStreamReader(socket.getInputStream())).lines()
				.anyMatch("event:pulse"::equals)).isTrue();
		}
		soon().until(() -> this.first.threadsIn("feed") >= 21);
		for (Socket socket : sockets) {
			socket.close();
		}
		soon().until(() -> this.first.threadsIn("feed") == 1);
	}

	private SampleProcess start(String member, int port, String... more) {
		return SampleProcess.start(this.directory.url("timeout=5"), member, port, more).awaitStarted();
	}

	private static ConditionFactory soon() {
		return await().atMost(Duration.ofSeconds(20)).pollInterval(Duration.ofMillis(50));
	}

}
