package io.servicegroup.sample;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.stream.Stream;

import org.openqa.selenium.OutputType;
import org.openqa.selenium.chrome.ChromeDriver;
import org.openqa.selenium.chrome.ChromeDriverService;
import org.openqa.selenium.chrome.ChromeOptions;
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
		options.setCapability("goog:loggingPrefs", console);
		this.driver = new ChromeDriver(service, options);
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

	/** Returns a screenshot of the page, in logical pixels. */
	byte[] screenshot(int width, int height) {
		this.driver.executeCdpCommand("Emulation.setDeviceMetricsOverride",
				Map.of("width", width, "height", height, "deviceScaleFactor", 1, "mobile", false));
		return this.driver.getScreenshotAs(OutputType.BYTES);
	}

	@Override
	public void close() throws IOException {
		this.driver.quit();
		FileSystemUtils.deleteRecursively(this.profile);
	}

}
