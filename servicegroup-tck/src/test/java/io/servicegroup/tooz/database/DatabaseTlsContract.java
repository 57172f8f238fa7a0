package io.servicegroup.tooz.database;

import java.time.Duration;

import io.servicegroup.tck.TlsContract;
import io.servicegroup.tck.servers.Certificates;
import io.servicegroup.tck.servers.DatabaseServer;
import io.servicegroup.tooz.Coordinator;
import io.servicegroup.tooz.DistributedLock;
import io.servicegroup.tooz.coordination.Coordinators;
import org.junit.jupiter.api.Test;

import static io.servicegroup.tck.servers.StoreFixture.within;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * The contract of TLS to a database: looking at the socket under TLS must neither miss
 * the end of a session nor take anything from the driver.
 */
abstract class DatabaseTlsContract extends TlsContract {

	private DatabaseServer database;

	DatabaseTlsContract(String authority, String certificate, String key) {
		super(authority, certificate, key);
	}

	protected abstract DatabaseServer createServer(Certificates certificates);

	@Override
	protected AutoCloseable startServer(Certificates certificates) {
		this.database = createServer(certificates);
		return this.database;
	}

	protected DatabaseServer database() {
		return this.database;
	}

	@Test
	void theEndOfASessionIsNotifiedAtOnce() {
		try (Coordinator one = Coordinators.get(url("127.0.0.1") + clientOptions(), "one")) {
			DistributedLock lock = one.getLock("name").acquireOrThrow(Duration.ZERO);
			within(Duration.ofSeconds(5)).during(Duration.ofMillis(500)).until(lock::isAcquired);
			assertThat(lock.isStillOwner()).isTrue();
			database().stop();
			within(Duration.ofSeconds(1)).until(() -> !lock.isAcquired());
		}
		finally {
			database().start();
		}
	}

}
