package io.servicegroup.tck.servers;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Builds the command line of a ZooKeeper from the test class path in a separate small
 * JVM.
 */
final class ZooKeeperJvm {

	private ZooKeeperJvm() {
	}

	static List<String> command(Class<?> main, Path configuration, List<String> settings) {
		List<String> command = new ArrayList<>(
				List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-Xmx128m",
						"-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-Dzookeeper.4lw.commands.whitelist=*",
						"-Dzookeeper.admin.enableServer=false", "-Dzookeeper.forceSync=no"));
		command.addAll(settings);
		command.addAll(List.of("-cp", System.getProperty("java.class.path"), main.getName(), configuration.toString()));
		return command;
	}

}
