package io.servicegroup.tooz.database;

import org.postgresql.ds.PGSimpleDataSource;
import org.postgresql.ssl.WrappedFactory;

/**
 * TLS to PostgreSQL with registered TLS material. The driver also verifies the server's
 * name.
 */
final class PostgresTls {

	private PostgresTls() {
	}

	static void secure(PGSimpleDataSource source, TlsMaterialRegistry.Registration bundle) {
		source.setSslMode("verify-full");
		source.setSslfactory(Factory.class.getName());
		source.setSslFactoryArg(bundle.id());
	}

	/** The socket factory, which the driver creates. */
	public static final class Factory extends WrappedFactory {

		public Factory(String id) {
			this.factory = TlsMaterialRegistry.get(id).createSslContext().getSocketFactory();
		}

	}

}
