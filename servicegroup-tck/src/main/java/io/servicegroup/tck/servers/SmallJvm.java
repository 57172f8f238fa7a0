package io.servicegroup.tck.servers;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Builds the command line of a small JVM that starts fast and runs a main class of the
 * tests.
 */
public final class SmallJvm {

	private SmallJvm() {
	}

	/** Returns a command with the class path of this JVM. */
	public static List<String> command(Class<?> main, String... arguments) {
		return withClassPath(System.getProperty("java.class.path"), main, arguments);
	}

	public static List<String> withClassPath(String classPath, Class<?> main, String... arguments) {
		List<String> command = new ArrayList<>(
				List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-XX:TieredStopAtLevel=1",
						"-XX:+UseSerialGC", "-Xmx128m", "-cp", classPath, main.getName()));
		command.addAll(List.of(arguments));
		return command;
	}

}
