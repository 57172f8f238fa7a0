package io.servicegroup.benchmarks;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/**
 * The installed Python tooz, in a process that times its own calls.
 */
final class Tooz implements AutoCloseable {

	private final Process process;

	private final BufferedReader answers;

	private final Writer commands;

	Tooz(String url) throws IOException {
		Path script = Files.createTempFile("tooz_bench-", ".py");
		script.toFile().deleteOnExit();
		try (InputStream source = Tooz.class.getResourceAsStream("/tooz_bench.py")) {
			Files.copy(source, script, StandardCopyOption.REPLACE_EXISTING);
		}
		this.process = new ProcessBuilder("/usr/bin/python3", script.toString(), url)
			.redirectError(ProcessBuilder.Redirect.DISCARD)
			.start();
		this.answers = new BufferedReader(new InputStreamReader(this.process.getInputStream(), StandardCharsets.UTF_8));
		this.commands = new OutputStreamWriter(this.process.getOutputStream(), StandardCharsets.UTF_8);
	}

	/** Calls {@code get_members} once, and returns its time in microseconds. */
	double members(String group) throws IOException {
		this.commands.write(group + "\n");
		this.commands.flush();
		String line = this.answers.readLine();
		if (line == null) {
			throw new IOException("Python's tooz has ended; ./test installs it on Debian");
		}
		return Double.parseDouble(line);
	}

	@Override
	public void close() {
		this.process.destroyForcibly();
	}

}
