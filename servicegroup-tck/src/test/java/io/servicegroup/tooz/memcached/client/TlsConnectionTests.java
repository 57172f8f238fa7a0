package io.servicegroup.tooz.memcached.client;

import java.net.SocketTimeoutException;
import java.time.Duration;

import io.servicegroup.tck.servers.Certificates;
import io.servicegroup.tck.servers.GuardedMemcached;
import io.servicegroup.tck.servers.StoreServer;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/** A connection with TLS. */
class TlsConnectionTests extends ConnectionContract {

	private Certificates certificates;

	@Override
	StoreServer startServer() {
		this.certificates = new Certificates(this.directory);
		return GuardedMemcached.byCertificate(this.certificates);
	}

	@Override
	String options() {
		return "&use_ssl=true&ca_cert=" + this.certificates.authority() + "&ssl_cert=" + this.certificates.client()
				+ "&ssl_key=" + this.certificates.clientKey();
	}

	@Test
	void aHandshakeThatIsNotAnsweredEndsInTime() {
		this.proxy.holdAnswers();
		assertThatExceptionOfType(SocketTimeoutException.class)
			.isThrownBy(() -> Connection.open(this.probe.address(), this.access, Duration.ofMillis(300)));
	}

}
