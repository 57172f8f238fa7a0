package io.servicegroup.sample;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.stream.Stream;

import org.openqa.selenium.OutputType;
import org.openqa.selenium.chrome.ChromeDriver;
import org.openqa.selenium.chrome.ChromeDriverService;
import org.openqa.selenium.chrome.ChromeOptions;
import org.openqa.selenium.interactions.Actions;
import org.openqa.selenium.logging.LoggingPreferences;

import org.springframework.util.FileSystemUtils;

/**
 * The machine's Chromium, headless and with its own profile.
 */
final class Browser implements AutoCloseable {

	/**
	 * Kept in a field so that its level is not garbage-collected. The logger warns of a
	 * protocol that these tests do not use.
	 */
	private static final Logger seleniumLogger = Logger.getLogger("org.openqa.selenium");

	private static final String AXE = axe();

	private final Path profile;

	private final ChromeDriver driver;

	Browser() throws IOException {
		seleniumLogger.setLevel(Level.SEVERE);
		String chromium = find("chromium", "chromium-browser", "google-chrome");
		ChromeDriverService service = new ChromeDriverService.Builder()
			.usingDriverExecutable(new File(find("chromedriver")))
			.build();
		this.profile = Files.createTempDirectory("chromium-");
		ChromeOptions options = new ChromeOptions().setBinary(chromium)
			.addArguments("--headless=new", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
					"--disable-background-networking", "--disable-component-update", "--disable-sync",
					"--hide-scrollbars", "--window-size=1280,800", "--user-data-dir=" + this.profile);
		LoggingPreferences console = new LoggingPreferences();
		console.enable("browser", Level.ALL);
		console.enable("performance", Level.ALL);
		options.setCapability("goog:loggingPrefs", console);
		this.driver = new ChromeDriver(service, options);
		this.driver.manage().timeouts().scriptTimeout(Duration.ofSeconds(60));
		// The main thread's own CPU time, whatever else the machine does.
		command("Performance.enable", Map.of("timeDomain", "threadTicks"));
	}

	private static String axe() {
		try (InputStream script = Browser.class.getResourceAsStream("/axe.min.js")) {
			return new String(script.readAllBytes(), StandardCharsets.UTF_8);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	private static String find(String... names) {
		List<String> directories = List.of(System.getenv("PATH").split(File.pathSeparator));
		return Stream.of(names)
			.flatMap((name) -> directories.stream().map((directory) -> Path.of(directory, name)))
			.filter(Files::isExecutable)
			.findFirst()
			.map(Path::toString)
			.orElseThrow(() -> new IllegalStateException("There is no " + names[0]
					+ " on the PATH: install Chromium with its driver (on Debian: apt-get install chromium chromium-driver)"));
	}

	void open(String url) {
		this.driver.get(url);
	}

	/** Runs a script in the page. */
	@SuppressWarnings("unchecked")
	<T> T run(String script, Object... arguments) {
		return (T) this.driver.executeScript(script, arguments);
	}

	/** Runs a script, and waits until it calls its last argument. */
	Object runAsync(String script) {
		return this.driver.executeAsyncScript(script);
	}

	/** Returns the texts of all matching elements. */
	List<String> texts(String selector) {
		return run("return [...document.querySelectorAll(arguments[0])].map((found) => found.textContent)", selector);
	}

	String text(String selector) {
		return String.join(" ", texts(selector));
	}

	/** Returns the console messages since the last call: errors and blocked content. */
	List<String> console() {
		return this.driver.manage().logs().get("browser").getAll().stream().map(Object::toString).toList();
	}

	/** Sends a command of the DevTools protocol. */
	Map<String, Object> command(String name, Map<String, Object> parameters) {
		return this.driver.executeCdpCommand(name, parameters);
	}

	/** Sets the size of the view, and media features such as prefers-color-scheme. */
	void view(int width, int height, Map<String, String> features) {
		command("Emulation.setDeviceMetricsOverride",
				Map.of("width", width, "height", height, "deviceScaleFactor", 1, "mobile", false));
		command("Emulation.setEmulatedMedia",
				Map.of("features",
						features.entrySet()
							.stream()
							.map((feature) -> Map.of("name", feature.getKey(), "value", feature.getValue()))
							.toList()));
	}

	/** Presses keys, as a user without a mouse does. */
	void press(CharSequence... keys) {
		new Actions(this.driver).sendKeys(keys).perform();
	}

	byte[] screenshot() {
		return this.driver.getScreenshotAs(OutputType.BYTES);
	}

	/** Returns a screenshot of the page, in logical pixels. */
	byte[] screenshot(int width, int height) {
		view(width, height, Map.of());
		return screenshot();
	}

	/** Returns a figure of the page, such as Nodes or TaskDuration. */
	double metric(String name) {
		List<?> metrics = (List<?>) command("Performance.getMetrics", Map.of()).get("metrics");
		return metrics.stream()
			.map((metric) -> (Map<?, ?>) metric)
			.filter((metric) -> name.equals(metric.get("name")))
			.mapToDouble((metric) -> ((Number) metric.get("value")).doubleValue())
			.findFirst()
			.orElseThrow();
	}

	/** Returns what axe-core finds wrong in the page once nothing fades any more. */
	List<String> violations() {
		if (!this.<Boolean>run("return Boolean(window.axe)")) {
			this.driver.executeScript(AXE);
		}
		Object found = runAsync(
				"""
						const ending = document.getAnimations().filter(({ effect }) => effect.getComputedTiming().endTime !== Infinity);
						Promise.allSettled(ending.map(({ finished }) => finished))
							.then(() => axe.run(document, { resultTypes: ['violations'] }))
							.then(({ violations }) => arguments[0](violations.map(
								({ id, nodes }) => `${id}: ${nodes.map(({ html, failureSummary }) => `${html} ${failureSummary}`).join()}`)));""");
		return ((List<?>) found).stream().map(Object::toString).toList();
	}

	/** Returns what happened in the network since the last call. */
	Traffic traffic() {
		return Traffic.of(this.driver.manage().logs().get("performance").getAll());
	}

	@Override
	public void close() throws IOException {
		this.driver.quit();
		FileSystemUtils.deleteRecursively(this.profile);
	}

}
