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
 * A worker's connection to the register. The process ends when the register does.
 */
final class RegisterClient {

	private final Socket register;

	private final BufferedReader replies;

	RegisterClient(int port, String member) throws IOException {
		this.register = new Socket(InetAddress.getLoopbackAddress(), port);
		this.register.setTcpNoDelay(true);
		this.replies = new BufferedReader(
				new InputStreamReader(this.register.getInputStream(), StandardCharsets.US_ASCII));
		write(member);
	}

	/**
	 * Enters, writes twice and leaves. Does not check in between whether the worker still
	 * holds the lock: the register has to refuse stale writes.
	 */
	void hold(String token) {
		if (send("ENTER " + token)) {
			send("WRITE");
			LockSupport.parkNanos(ThreadLocalRandom.current().nextLong(5_000_000, 200_000_000));
			send("WRITE");
		}
		send("LEAVE");
	}

	boolean send(String command) {
		try {
			write(command);
			String reply = this.replies.readLine();
			if (reply != null) {
				return reply.equals("OK");
			}
		}
		catch (IOException ex) {
			// The register has ended.
		}
		Runtime.getRuntime().halt(0);
		return false;
	}

	private void write(String line) throws IOException {
		this.register.getOutputStream().write((line + "\n").getBytes(StandardCharsets.US_ASCII));
	}

}
