package io.servicegroup.tooz.zookeeper;

import java.net.Socket;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicReference;

import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.SSLSocketFactory;
import javax.net.ssl.TrustManagerFactory;

import io.servicegroup.tooz.TlsMaterial;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * The relay without a server.
 */
class TlsRelayTests {

	@Test
	void aThreadThatDoesNotStartLeavesNoServerSocketOpen() throws Exception {
		TlsConnector connector = new TlsConnector(
				TlsMaterial.of(KeyManagerFactory.getInstance("PKIX"), TrustManagerFactory.getInstance("PKIX")), true,
				Duration.ofSeconds(1));
		AtomicReference<Runnable> accepting = new AtomicReference<>();
		try (Socket plain = new Socket(); SSLSocket server = (SSLSocket) SSLSocketFactory.getDefault().createSocket()) {
			TlsRelay relay = new TlsRelay(connector, plain, server, (address) -> true);
			assertThatExceptionOfType(OutOfMemoryError.class).isThrownBy(() -> relay.open((work) -> {
				accepting.set(work);
				throw new OutOfMemoryError("unable to create native thread");
			}));
			long begun = System.nanoTime();
			accepting.get().run();
			assertThat(Duration.ofNanos(System.nanoTime() - begun)).as("accept() of a closed socket")
				.isLessThan(Duration.ofSeconds(2));
		}
	}

}
