package io.servicegroup.tooz.database;

import org.postgresql.ds.PGSimpleDataSource;
import org.postgresql.ssl.WrappedFactory;

/**
 * TLS to PostgreSQL, by a bundle; the server's name is verified, too.
 */
final class PostgresTls {

	private PostgresTls() {
	}

	static void secure(PGSimpleDataSource source, TlsHandover handover) {
		source.setSslMode("verify-full");
		source.setSslfactory(Factory.class.getName());
		source.setSslFactoryArg(handover.ticket());
	}

	/** Made by the driver. */
	public static final class Factory extends WrappedFactory {

		public Factory(String ticket) {
			this.factory = TlsHandover.of(ticket).createSslContext().getSocketFactory();
		}

	}

}
