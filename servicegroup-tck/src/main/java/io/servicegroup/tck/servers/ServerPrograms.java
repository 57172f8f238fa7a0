package io.servicegroup.tck.servers;

import java.util.List;
import java.util.Objects;
import java.util.function.Function;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.testcontainers.DockerClientFactory;

/**
 * Where the servers of this JVM's tests run: in containers where Docker answers, else as
 * processes of this machine. The environment variable SERVICEGROUP_TEST_SERVERS settles
 * it: with {@code docker} it is an error if Docker does not answer, with {@code local}
 * nobody asks.
 */
final class ServerPrograms {

	private static final Logger logger = LoggerFactory.getLogger(ServerPrograms.class);

	private static final boolean DOCKER = decide();

	private ServerPrograms() {
	}

	private static boolean decide() {
		String wanted = Objects.requireNonNullElse(System.getenv("SERVICEGROUP_TEST_SERVERS"), "");
		boolean docker = switch (wanted) {
			case "local" -> false;
			case "docker", "" -> DockerClientFactory.instance().isDockerAvailable();
			default -> throw new IllegalStateException(
					"SERVICEGROUP_TEST_SERVERS is '" + wanted + "': it may be docker or local");
		};
		if (wanted.equals("docker") && !docker) {
			throw new IllegalStateException("SERVICEGROUP_TEST_SERVERS=docker, but Docker does not answer");
		}
		logger.info("Test servers (SERVICEGROUP_TEST_SERVERS='{}'): {}", wanted,
				docker ? "containers" : "processes of this machine");
		return docker;
	}

	/**
	 * Returns the program, not started.
	 * @param image what a container runs
	 * @param port where it listens
	 * @param command makes the command line for the address to listen on; the program has
	 * the same name in the image and on this machine
	 */
	static ServerProcess create(String image, int port, Function<String, List<String>> command) {
		// A container is published on the loopback address, but inside it listens to all.
		return DOCKER ? new ContainerProcess(image, port, command.apply("0.0.0.0"))
				: new LocalProcess(command.apply("127.0.0.1"));
	}

}
