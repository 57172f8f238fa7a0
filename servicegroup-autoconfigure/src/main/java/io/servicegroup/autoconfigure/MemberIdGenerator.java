package io.servicegroup.autoconfigure;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.security.SecureRandom;

import org.springframework.core.env.Environment;

/**
 * Generates the default member id. It is readable and unique per process, also in
 * containers and with {@code server.port=0}.
 */
final class MemberIdGenerator {

	private static final String ALPHABET = "abcdefghijkmnpqrstuvwxyz23456789";

	private static final int RANDOM_PART = 5;

	private static final int LONGEST_HOST = 60;

	private MemberIdGenerator() {
	}

	/**
	 * Returns {@code host-port-random}, or {@code host-pid-random} if {@code server.port}
	 * is 0 or not set.
	 */
	static String unique(Environment environment) {
		int port = environment.getProperty("server.port", Integer.class, 0);
		String portOrPid = (port > 0) ? Integer.toString(port) : Long.toString(ProcessHandle.current().pid());
		return host(environment) + "-" + portOrPid + "-" + random();
	}

	/** Returns this machine's name. */
	static String host(Environment environment) {
		// The variable first: a lookup can take seconds if the resolver is
		// misconfigured.
		String host = environment.getProperty("HOSTNAME");
		if (host == null || host.isBlank()) {
			try {
				host = InetAddress.getLocalHost().getHostName();
			}
			catch (UnknownHostException ex) {
				host = "localhost";
			}
		}
		String safe = host.replaceAll("[^A-Za-z0-9.-]", "-");
		return safe.substring(0, Math.min(LONGEST_HOST, safe.length()));
	}

	private static String random() {
		SecureRandom random = new SecureRandom();
		StringBuilder part = new StringBuilder();
		for (int i = 0; i < RANDOM_PART; i++) {
			part.append(ALPHABET.charAt(random.nextInt(ALPHABET.length())));
		}
		return part.toString();
	}

}
