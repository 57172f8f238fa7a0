package io.servicegroup.tooz.zookeeper;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;

import io.servicegroup.tck.servers.LocalProcess;
import io.servicegroup.tooz.ToozUrl.Host;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The order of the servers, and the probing of servers before they are used.
 */
@Timeout(30)
class ProbingHostProviderTests {

	private static final long SPIN_DELAY = 1000;

	@Test
	void withoutShufflingTheOrderOfTheHostsIsKept() {
		for (int i = 0; i < 20; i++) {
			ProbingHostProvider servers = new ProbingHostProvider(new ServerRotation(hosts(1, 2, 3), false));
			assertThat(ports(servers, 2)).containsExactly(1, 2);
			servers.onConnected();
			assertThat(ports(servers, 4)).containsExactly(1, 2, 3, 1);
		}
	}

	@Test
	void theNextClientDoesNotStartWithTheServerThatWasLost() {
		ServerRotation order = new ServerRotation(hosts(1, 2, 3), false);
		ProbingHostProvider servers = new ProbingHostProvider(order);
		assertThat(ports(servers, 1)).containsExactly(1);
		servers.onConnected();
		assertThat(ports(servers, 1)).containsExactly(2);
		assertThat(ports(new ProbingHostProvider(order), 1)).as("the next client").containsExactly(3);
	}

	@Test
	void withShufflingTheOrderOfTheHostsIsRandom() {
		assertThat(IntStream.range(0, 100)
			.map((i) -> new ProbingHostProvider(new ServerRotation(hosts(1, 2), true)).next(0).getPort()))
			.contains(1, 2);
	}

	@Test
	void anUnknownHostNameIsReturnedUnresolved() {
		ProbingHostProvider servers = new ProbingHostProvider(
				new ServerRotation(List.of(new Host("no-such-host.invalid", 1)), true));
		assertThat(servers.next(0).isUnresolved()).isTrue();
	}

	@ParameterizedTest
	@ValueSource(
			strings = { "Zookeeper version: 3.9.3", "", "srvr is not executed because it is not in the whitelist." })
	void onceAllHaveFailedTheClientIsSentToAServerThatPassesTheProbe(String answer) throws Exception {
		int port = LocalProcess.freePort();
		ProbingHostProvider servers = new ProbingHostProvider(new ServerRotation(hosts(1, port), false));
		assertThat(IntStream.range(0, 2).map((i) -> servers.next(SPIN_DELAY).getPort())).containsExactly(1, port);
		CompletableFuture<InetSocketAddress> third = CompletableFuture.supplyAsync(() -> servers.next(SPIN_DELAY));
		try (ServerSocket listener = listen(port)) {
			answer(listener, "This ZooKeeper instance is not currently serving requests\n");
			assertThat(third).isNotDone();
			answer(listener, answer);
			assertThat(third.get(10, TimeUnit.SECONDS).getPort()).isEqualTo(port);
		}
	}

	private static void answer(ServerSocket listener, String answer) throws IOException {
		try (Socket client = listener.accept()) {
			assertThat(client.getInputStream().readNBytes(4)).asString().isEqualTo("srvr");
			client.getOutputStream().write(answer.getBytes(StandardCharsets.US_ASCII));
		}
	}

	@Test
	void onAFailoverAServerThatDoesNotAnswerIsSkipped() throws Exception {
		int port = LocalProcess.freePort();
		try (ServerSocket frozen = listen(LocalProcess.freePort()); ServerSocket serving = listen(port)) {
			ProbingHostProvider servers = new ProbingHostProvider(
					new ServerRotation(hosts(1, frozen.getLocalPort(), port), false));
			servers.next(SPIN_DELAY);
			servers.onConnected();
			CompletableFuture<InetSocketAddress> next = CompletableFuture.supplyAsync(() -> servers.next(SPIN_DELAY));
			answer(serving, "Zookeeper version: 3.9.3");
			assertThat(next.get(10, TimeUnit.SECONDS).getPort()).isEqualTo(port);
		}
	}

	@Test
	void closingEndsTheWaitForAServer() throws Exception {
		ProbingHostProvider servers = new ProbingHostProvider(new ServerRotation(hosts(1), true));
		servers.next(SPIN_DELAY);
		CompletableFuture<InetSocketAddress> second = CompletableFuture.supplyAsync(() -> servers.next(SPIN_DELAY));
		assertThat(second).isNotDone();
		servers.close();
		assertThat(second.get(10, TimeUnit.SECONDS).getPort()).isEqualTo(1);
	}

	private static ServerSocket listen(int port) throws IOException {
		return new ServerSocket(port, 1, InetAddress.getLoopbackAddress());
	}

	private static List<Host> hosts(int... ports) {
		return IntStream.of(ports).mapToObj((port) -> new Host("127.0.0.1", port)).toList();
	}

	private static List<Integer> ports(ProbingHostProvider servers, int count) {
		return IntStream.range(0, count).mapToObj((i) -> servers.next(0).getPort()).toList();
	}

}
