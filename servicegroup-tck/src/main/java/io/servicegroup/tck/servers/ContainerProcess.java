package io.servicegroup.tck.servers;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;

import org.testcontainers.containers.BindMode;
import org.testcontainers.containers.GenericContainer;
import org.testcontainers.containers.wait.strategy.AbstractWaitStrategy;
import org.testcontainers.utility.DockerImageName;

/**
 * A server in a container, run by Testcontainers. It uses the same port inside and
 * outside the container, so that clients find it after a restart.
 */
final class ContainerProcess implements ServerProcess {

	private final GenericContainer<?> container;

	ContainerProcess(String image, int port, List<String> command) {
		this.container = new GenericContainer<>(DockerImageName.parse(image)).withExposedPorts(port)
			.withCommand(command.toArray(String[]::new))
			.waitingFor(new NoWait());
		this.container.setPortBindings(List.of("127.0.0.1:" + port + ":" + port));
	}

	/**
	 * Makes the directory writable for every user, because the user of the server is
	 * unknown.
	 */
	@Override
	public ContainerProcess sharing(Path directory) {
		try {
			Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwxrwxrwx"));
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		this.container.withFileSystemBind(directory.toString(), directory.toString(), BindMode.READ_WRITE);
		return this;
	}

	@Override
	public ContainerProcess start() {
		this.container.start();
		return this;
	}

	@Override
	public void pause() {
		this.container.getDockerClient().pauseContainerCmd(this.container.getContainerId()).exec();
	}

	@Override
	public void resume() {
		this.container.getDockerClient().unpauseContainerCmd(this.container.getContainerId()).exec();
	}

	/** Kills and removes the container. Testcontainers does not stop it gracefully. */
	@Override
	public void kill() {
		this.container.stop();
	}

	@Override
	public boolean isAlive() {
		return this.container.isRunning();
	}

	@Override
	public String output() {
		return (this.container.getContainerId() != null) ? this.container.getLogs() : "(removed)";
	}

	@Override
	public void close() {
		kill();
	}

	@Override
	public String toString() {
		return "The container of " + this.container.getDockerImageName();
	}

	/**
	 * Does not wait: callers wait for an answer in the server's protocol, see
	 * {@link ServerProcess#awaitReady}.
	 */
	private static final class NoWait extends AbstractWaitStrategy {

		@Override
		protected void waitUntilReady() {
		}

	}

}
