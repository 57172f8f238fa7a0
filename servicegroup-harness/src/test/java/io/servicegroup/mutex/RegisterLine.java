package io.servicegroup.mutex;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.locks.LockSupport;

/**
 * A worker's line to the register. The process ends with the register.
 */
final class RegisterLine {

	private final Socket register;

	private final BufferedReader answers;

	RegisterLine(int port, String member) throws IOException {
		this.register = new Socket(InetAddress.getLoopbackAddress(), port);
		this.register.setTcpNoDelay(true);
		this.answers = new BufferedReader(
				new InputStreamReader(this.register.getInputStream(), StandardCharsets.US_ASCII));
		send(member);
	}

	/**
	 * Writes, and writes again, without asking whether what allows it is still its own:
	 * to refuse it is the register's part.
	 */
	void hold(String token) {
		if (ask("ENTER " + token)) {
			ask("WRITE");
			LockSupport.parkNanos(ThreadLocalRandom.current().nextLong(5_000_000, 200_000_000));
			ask("WRITE");
		}
		ask("LEAVE");
	}

	boolean ask(String question) {
		try {
			send(question);
			String answer = this.answers.readLine();
			if (answer != null) {
				return answer.equals("OK");
			}
		}
		catch (IOException ex) {
			// The register is gone.
		}
		Runtime.getRuntime().halt(0);
		return false;
	}

	private void send(String line) throws IOException {
		this.register.getOutputStream().write((line + "\n").getBytes(StandardCharsets.US_ASCII));
	}

}
