package io.servicegroup.tck.servers;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.time.Duration;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

/**
 * Tests the proxy with a server that echoes each byte.
 */
class TcpProxyTests {

	private ServerSocket server;

	private TcpProxy proxy;

	@BeforeEach
	void start() throws IOException {
		this.server = new ServerSocket(0, 50, InetAddress.getByName("127.0.0.1"));
		ProxiedConnection.inBackground(() -> {
			while (true) {
				Socket socket = this.server.accept();
				ProxiedConnection.inBackground(() -> socket.getInputStream().transferTo(socket.getOutputStream()));
			}
		});
		this.proxy = new TcpProxy(this.server.getLocalPort());
	}

	@AfterEach
	void close() throws IOException {
		this.proxy.close();
		this.server.close();
	}

	private Socket connect() throws IOException {
		Socket socket = new Socket("127.0.0.1", this.proxy.port());
		socket.setSoTimeout(5000);
		return socket;
	}

	private boolean isRefused() throws IOException {
		try (Socket socket = connect()) {
			return false;
		}
		catch (ConnectException ex) {
			return true;
		}
	}

	private static int ask(Socket socket, int question) {
		try {
			socket.getOutputStream().write(question);
			return socket.getInputStream().read();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	private static void assertSilence(Socket socket, int question) throws IOException {
		socket.setSoTimeout(300);
		assertThatExceptionOfType(UncheckedIOException.class).isThrownBy(() -> ask(socket, question))
			.withCauseInstanceOf(SocketTimeoutException.class);
		socket.setSoTimeout(5000);
	}

	@Test
	void passesAndTranslatesUrls() throws IOException {
		try (Socket socket = connect()) {
			assertThat(ask(socket, 7)).isEqualTo(7);
			socket.shutdownOutput();
			assertThat(socket.getInputStream().read()).as("the end").isEqualTo(-1);
		}
		assertThat(this.proxy.url("redis://127.0.0.1:" + this.server.getLocalPort() + "?timeout=4"))
			.isEqualTo("redis://127.0.0.1:" + this.proxy.port() + "?timeout=4");
	}

	@Test
	void cutClosesAndRefusesConnectionsUntilPass() throws IOException {
		try (Socket socket = connect()) {
			assertThat(ask(socket, 7)).isEqualTo(7);
			this.proxy.cut();
			assertThat(socket.getInputStream().read()).isEqualTo(-1);
			// A connection made just before the cut may be accepted, but is then
			// closed.
			await().atMost(Duration.ofSeconds(5)).until(this::isRefused);
		}
		this.proxy.pass();
		try (Socket socket = connect()) {
			assertThat(ask(socket, 7)).isEqualTo(7);
		}
	}

	@Test
	void halfOpenIsSilentAndOnlyNewConnectionsWorkAfterPass() throws IOException {
		try (Socket before = connect()) {
			assertThat(ask(before, 7)).isEqualTo(7);
			this.proxy.halfOpen();
			assertSilence(before, 8);
			try (Socket meanwhile = connect()) {
				assertSilence(meanwhile, 8);
			}
			this.proxy.pass();
			assertSilence(before, 9);
		}
		try (Socket after = connect()) {
			assertThat(ask(after, 7)).isEqualTo(7);
		}
	}

	@Test
	void dataOfOneDirectionIsHeldUntilPass() throws IOException {
		try (Socket socket = connect()) {
			this.proxy.holdAnswers();
			assertSilence(socket, 7);
			this.proxy.holdRequests();
			assertThat(socket.getInputStream().read()).isEqualTo(7);
			assertSilence(socket, 8);
			this.proxy.pass();
			assertThat(socket.getInputStream().read()).isEqualTo(8);
		}
	}

	@Test
	void aDelayDoesNotReduceTheThroughput() throws IOException {
		this.proxy.delay(Duration.ofMillis(200));
		try (Socket socket = connect()) {
			long begun = System.nanoTime();
			for (int i = 0; i < 5; i++) {
				socket.getOutputStream().write(i);
			}
			assertThat(socket.getInputStream().readNBytes(5)).containsExactly(0, 1, 2, 3, 4);
			assertThat(Duration.ofNanos(System.nanoTime() - begun)).isBetween(Duration.ofMillis(200),
					Duration.ofMillis(900));
		}
	}

	@Test
	void resetsInsteadOfAnswering() throws IOException {
		try (Socket socket = connect()) {
			this.proxy.resetAnswer(2);
			assertThat(ask(socket, 7)).isEqualTo(7);
			assertThatExceptionOfType(UncheckedIOException.class).isThrownBy(() -> ask(socket, 8))
				.withCauseInstanceOf(SocketException.class);
		}
		this.proxy.resets(1, 0);
		try (Socket socket = connect()) {
			assertThatExceptionOfType(UncheckedIOException.class).isThrownBy(() -> ask(socket, 7));
		}
		assertThat(this.proxy.resetCount()).isEqualTo(2);
	}

	@Test
	void countsBytesAndRoundTrips() throws IOException {
		try (Socket socket = connect()) {
			ask(socket, 1);
			TcpProxy.Traffic before = this.proxy.traffic();
			ask(socket, 2);
			ask(socket, 3);
			socket.getOutputStream().write(new byte[] { 4, 5 });
			socket.getInputStream().readNBytes(2);
			assertThat(this.proxy.traffic().since(before)).isEqualTo(new TcpProxy.Traffic(3, 4, 4));
			assertThat(this.proxy.traffic().bytes()).isEqualTo(10);
		}
	}

}
