package io.servicegroup.tck.servers;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * A test CA with a server certificate for 127.0.0.1 and a client certificate, and a
 * second CA that has signed neither. All are PEM files, created by openssl.
 */
public final class Certificates {

	private final Path directory;

	public Certificates(Path directory) {
		this.directory = directory;
		// Some servers run as another user, which must be able to read the files.
		directory.toFile().setExecutable(true, false);
		authority("ca");
		authority("stranger");
		issue("server", "IP:127.0.0.1");
		issue("client", "DNS:client");
	}

	public Path directory() {
		return this.directory;
	}

	public Path authority() {
		return file("ca.pem");
	}

	/** Returns a CA that has not signed the server's certificate. */
	public Path stranger() {
		return file("stranger.pem");
	}

	public Path server() {
		return file("server.pem");
	}

	public Path serverKey() {
		return file("server.key");
	}

	public Path client() {
		return file("client.pem");
	}

	public Path clientKey() {
		return file("client.key");
	}

	private Path file(String name) {
		return this.directory.resolve(name);
	}

	private void authority(String name) {
		openssl("req -x509 -newkey rsa:2048 -nodes -days 2 -subj /CN=NAME -keyout NAME.key -out NAME.pem", name);
	}

	private void issue(String name, String alternative) {
		try {
			Files.writeString(file(name + ".ext"), "subjectAltName=" + alternative);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		openssl("req -newkey rsa:2048 -nodes -subj /CN=NAME -keyout NAME.key -out NAME.csr", name);
		openssl("x509 -req -days 2 -in NAME.csr -CA ca.pem -CAkey ca.key -CAcreateserial -extfile NAME.ext "
				+ "-out NAME.pem", name);
		file(name + ".key").toFile().setReadable(true, false);
	}

	private void openssl(String arguments, String name) {
		openssl(this.directory, arguments.replace("NAME", name));
	}

	/** Runs openssl. Arguments with a dot are files in the directory. */
	public static void openssl(Path directory, String arguments) {
		List<String> command = new ArrayList<>(List.of("openssl"));
		for (String argument : arguments.split(" ")) {
			command.add(argument.contains(".") ? directory.resolve(argument).toString() : argument);
		}
		try (LocalProcess process = new LocalProcess(command).start()) {
			if (!process.process().waitFor(60, TimeUnit.SECONDS) || process.process().exitValue() != 0) {
				throw new IllegalStateException(process + ": " + process.output());
			}
		}
		catch (InterruptedException ex) {
			throw new IllegalStateException(ex);
		}
	}

}
