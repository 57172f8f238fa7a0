package io.servicegroup.tck.servers;

import java.util.List;
import java.util.Objects;
import java.util.function.Function;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.testcontainers.DockerClientFactory;

/**
 * Decides whether test servers run in containers or as local processes. By default they
 * run in containers if Docker is available. The environment variable
 * SERVICEGROUP_TEST_SERVERS overrides this: {@code docker} fails if Docker is not
 * available, {@code local} never uses Docker.
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
					"Invalid value '" + wanted + "' of SERVICEGROUP_TEST_SERVERS. Use docker or local.");
		};
		if (wanted.equals("docker") && !docker) {
			throw new IllegalStateException(
					"SERVICEGROUP_TEST_SERVERS is docker, but Docker does not answer. Start Docker, or use local.");
		}
		logger.info("Test servers (SERVICEGROUP_TEST_SERVERS='{}'): {}", wanted,
				docker ? "containers" : "processes of this machine");
		return docker;
	}

	/**
	 * Returns the process of a server, not started.
	 * @param image the image of a container
	 * @param port the port to listen on
	 * @param command creates the command line for the address to listen on; the program
	 * must have the same name in the image and on this machine
	 */
	static ServerProcess create(String image, int port, Function<String, List<String>> command) {
		// A container is published on the loopback address only, but inside it listens
		// on all addresses.
		return DOCKER ? new ContainerProcess(image, port, command.apply("0.0.0.0"))
				: new LocalProcess(command.apply("127.0.0.1"));
	}

}
