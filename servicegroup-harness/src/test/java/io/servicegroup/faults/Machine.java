package io.servicegroup.faults;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.apache.zookeeper.Version;

/**
 * Describes the machine and the servers that were measured.
 */
final class Machine {

	private static final Pattern VERSION = Pattern.compile("\\d+(?:\\.\\d+)+");

	private Machine() {
	}

	static String description() {
		return Runtime.getRuntime().availableProcessors() + " cores (" + System.getProperty("os.arch") + ", "
				+ System.getProperty("os.name") + "), " + System.getProperty("java.vm.name") + " "
				+ System.getProperty("java.version") + ", ZooKeeper " + Version.getVersion() + ", etcd "
				+ ask("etcd", "--version") + ", Redis " + ask("redis-server", "--version") + ", memcached "
				+ ask("memcached", "-V");
	}

	private static String ask(String... command) {
		try {
			Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
			Matcher version = VERSION
				.matcher(new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8));
			return version.find() ? version.group() : "of an unknown version";
		}
		catch (IOException ex) {
			return "in a container";
		}
	}

}
