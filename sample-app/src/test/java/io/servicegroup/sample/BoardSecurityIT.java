package io.servicegroup.sample;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Map;

import io.servicegroup.ServiceGroupAPI;
import io.servicegroup.tck.servers.SharedDirectory;
import org.awaitility.core.ThrowingRunnable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.ConfigurableApplicationContext;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * The board of an application that Spring Security protects: users log in, and some of
 * them are operators.
 */
@Timeout(120)
@ExtendWith(OutputCaptureExtension.class)
class BoardSecurityIT {

	/** A request that the page would not send: without the token. */
	private static final String FORGED = """
			fetch('actuator/servicegroup', { method: 'POST', headers: { 'Content-Type': 'application/json' },
				body: JSON.stringify({ group: 'web', member: 'web-2', action: 'enable' }) })
				.then((response) => arguments[0](response.status));""";

	private static final String POLICY = """
			fetch('').then((response) => arguments[0](response.headers.get('Content-Security-Policy')));""";

	private SharedDirectory directory;

	private ConfigurableApplicationContext application;

	private Fleet fleet;

	private Browser browser;

	@BeforeEach
	void start() throws IOException {
		this.directory = new SharedDirectory();
		String url = this.directory.url("timeout=5");
		this.application = new SpringApplicationBuilder(SampleApplication.class, BoardSecurity.class)
			.run("--server.port=0", "--servicegroup.tooz-url=" + url, "--servicegroup.member-id=web-1");
		this.fleet = new Fleet(url, 1000);
		this.fleet.join("web-2", Map.of("zone", "b", "version", "1.4.0"));
		this.browser = new Browser();
	}

	@AfterEach
	void close() throws IOException {
		this.browser.close();
		this.fleet.close();
		this.application.close();
		this.directory.close();
	}

	@Test
	void anActHasTheNameOfTheOperator(CapturedOutput output) throws IOException {
		logIn("ann");
		ActsDialog dialog = new ActsDialog(this.browser);
		dialog.choose("web-2", "disable");
		dialog.type("reason", "its disk fails");
		dialog.perform();
		soon(() -> assertThat(this.browser.text("#members > li:first-child .cause")).startsWith("was disabled by ann"));
		soon(() -> assertThat(this.browser.texts("#events .why")).contains("By ann: its disk fails"));
		assertThat(this.browser.text("#headline")).matches("web-2 was disabled by ann at [0-9:]{8}: its disk fails");
		assertThat(this.browser.<String>run("return document.title"))
			.isEqualTo(this.browser.text("#headline") + " · web");
		new BoardPictures(this.browser).check("operator", "");
		assertThat(api().operatorActs("web").get("web-2").operator()).isEqualTo("ann");
		assertThat(output).contains("Audit: action 'disable' on member 'web-2' of group 'web', reason "
				+ "'its disk fails', by principal 'ann', remote address 127.0.0.1: done");
		assertThat(this.browser.<String>run("return document.cookie")).as("Spring Security's token")
			.contains("XSRF-TOKEN=");
		assertThat((String) this.browser.runAsync(POLICY)).contains("default-src 'none'", "script-src 'self'")
			.doesNotContain("unsafe");
		assertThat(this.browser.console()).as("nothing is refused or blocked").isEmpty();
		assertThat(this.browser.runAsync(FORGED)).isEqualTo(403L);
		assertThat(api().read("web").switches().get("web-2").disabled()).isTrue();
		dialog.choose("web-2", "enable");
		dialog.perform();
		soon(() -> assertThat(this.browser.text("#headline")).isEqualTo("All is well"));
	}

	@Test
	void aUserWithoutTheRoleIsRefused(CapturedOutput output) throws Exception {
		for (String path : new String[] { "", "app.js", "stream", "timeline", "up-at", "csrf" }) {
			assertThat(status(path)).as("without a user: /" + path).isEqualTo(302);
		}
		logIn("ben");
		ActsDialog dialog = new ActsDialog(this.browser);
		dialog.choose("web-2", "force-down");
		dialog.type("confirmation", "web-2");
		dialog.submit();
		soon(() -> assertThat(dialog.answer())
			.isEqualTo("You may not do this: the endpoint refuses it for this user."));
		assertThat(api().read("web").switches()).isEmpty();
		assertThat(api().operatorActs("web")).isEmpty();
		assertThat(output).doesNotContain("Audit:");
	}

	private ServiceGroupAPI api() {
		return this.application.getBean(ServiceGroupAPI.class);
	}

	private String url() {
		return "http://localhost:" + this.application.getEnvironment().getRequiredProperty("local.server.port") + "/";
	}

	private int status(String path) throws IOException, InterruptedException {
		return HttpClient.newHttpClient()
			.send(HttpRequest.newBuilder(URI.create(url() + path)).build(), HttpResponse.BodyHandlers.discarding())
			.statusCode();
	}

	/** By Spring Security's own form, which then leads to the page. */
	private void logIn(String user) {
		this.browser.open(url());
		this.browser.run("""
				document.querySelector('[name=username]').value = arguments[0];
				document.querySelector('[name=password]').value = 'secret';
				document.querySelector('form').submit();""", user);
		soon(() -> assertThat(this.browser.text("#count")).isEqualTo("2"));
		this.browser.console();
	}

	private static void soon(ThrowingRunnable assertion) {
		await().atMost(Duration.ofSeconds(20)).pollInterval(Duration.ofMillis(50)).untilAsserted(assertion);
	}

}
