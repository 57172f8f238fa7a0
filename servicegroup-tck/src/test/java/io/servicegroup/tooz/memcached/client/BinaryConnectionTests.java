package io.servicegroup.tooz.memcached.client;

import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.function.Function;

import io.servicegroup.tck.servers.GuardedMemcached;
import io.servicegroup.tck.servers.StoreServer;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/** A connection that speaks the binary protocol, after a login by SASL. */
class BinaryConnectionTests extends ConnectionContract {

	@Override
	StoreServer startServer() {
		GuardedMemcached.setPassword(this.directory, "member", "p\u00e4ss word");
		return GuardedMemcached.bySasl(this.directory);
	}

	@Override
	void prepare(Client client) throws Exception {
		assertThat(get(client.authenticate("member", "p\u00e4ss word"))).isTrue();
	}

	@Test
	void aWrongPasswordAndACommandWithoutALoginAreRefused() throws Exception {
		assertRefused((client) -> client.authenticate("member", "wrong"));
		assertRefused((client) -> client.set("key", 0, Item.raw("1")));
		assertRefused((client) -> client.items(List.of("key", "other")));
	}

	private void assertRefused(Function<Client, Future<?>> command) throws Exception {
		Client other = Connector.connect(this.probe, this.access, TIMEOUT);
		try {
			assertThatExceptionOfType(ExecutionException.class).isThrownBy(() -> get(command.apply(other)))
				.withCauseInstanceOf(RefusedException.class)
				.withMessageContaining("Auth failure");
		}
		finally {
			other.connection().close();
		}
	}

}
