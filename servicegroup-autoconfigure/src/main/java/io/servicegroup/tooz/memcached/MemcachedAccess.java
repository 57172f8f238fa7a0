package io.servicegroup.tooz.memcached;

import java.io.IOException;
import java.net.Socket;

import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;

import io.servicegroup.tooz.TlsMaterial;
import io.servicegroup.tooz.ToozUrl;
import net.spy.memcached.ConnectionFactoryBuilder;
import org.jspecify.annotations.Nullable;

/**
 * What a URL brings to be let in.
 *
 * @param user the user's name, if there is a password
 * @param password the password, or {@code null}
 * @param tls says who the client is and whom it trusts; {@code null} without TLS
 * @param verifiesName whether the server's certificate has to be for the host's name
 */
record MemcachedAccess(@Nullable String user, @Nullable String password, @Nullable TlsMaterial tls,
		boolean verifiesName) {

	static MemcachedAccess of(ToozUrl url) {
		return new MemcachedAccess(url.user(), url.password(),
				MemcachedUrls.isSecure(url) ? MemcachedUrls.TLS.material(url) : null,
				url.flag("ssl_check_hostname", true));
	}

	/**
	 * Secures a socket for one look at the server. Each connection has a context of its
	 * own, lest it resume a session: a memcached that verifies clients cannot, and ends
	 * the handshake.
	 */
	Socket secure(Socket socket, String host) throws IOException {
		if (this.tls == null) {
			return socket;
		}
		SSLSocket secured = (SSLSocket) this.tls.createSslContext()
			.getSocketFactory()
			.createSocket(socket, host, socket.getPort(), true);
		if (this.verifiesName) {
			SSLParameters parameters = secured.getSSLParameters();
			parameters.setEndpointIdentificationAlgorithm("HTTPS");
			secured.setSSLParameters(parameters);
		}
		secured.startHandshake();
		return secured;
	}

	/** Secures the client's connections. */
	void secure(ConnectionFactoryBuilder factory, String host) {
		if (this.tls != null) {
			factory.setSSLContext(this.tls.createSslContext());
			factory.setSkipTlsHostnameVerification(!this.verifiesName);
			factory.setHostnameForTlsVerification(this.verifiesName ? host : null);
		}
	}

	@Override
	public String toString() {
		return (this.password != null) ? "with a password" : "without a password";
	}

}
