package io.servicegroup.tooz.database;

import java.sql.Connection;
import java.sql.SQLException;

import io.servicegroup.tck.servers.DatabaseServer;
import io.servicegroup.tck.servers.PostgresServer;
import io.servicegroup.tck.servers.StoreServer;
import io.servicegroup.tooz.Coordinator;
import io.servicegroup.tooz.Leader;
import io.servicegroup.tooz.coordination.Coordinators;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class PostgresTests extends DatabaseContract {

	@Override
	protected StoreServer createServer() {
		return new PostgresServer();
	}

	@Override
	String countSessions() {
		return "select count(*) from pg_stat_activity where backend_type = 'client backend'";
	}

	@Override
	void endHolder(Connection connection, String lock) throws SQLException {
		DatabaseServer.ask(connection,
				"select pg_terminate_backend(pid, 5000) from pg_locks where locktype = 'advisory'");
	}

	@Test
	void theLockKeyIsThatOfTooz() throws SQLException {
		coordinator("one").getLock("some lock").acquire();
		try (Connection observer = database().connect()) {
			assertThat(DatabaseServer.ask(observer,
					"select format('%s %s %s', classid, objid, objsubid) from pg_locks where locktype = 'advisory'"))
				// The MD5 begins with the bytes 84 82, in hexadecimal.
				.isEqualTo("132 130 2");
		}
	}

	@Test
	void aLeaderWhoseIdDoesNotFitTheSessionNameIsUnknownToOthers() {
		for (String id : new String[] { "grün", "a".repeat(60) }) {
			Coordinator one = coordinator(id);
			one.watchElectedAsLeader(this.group, (event) -> {
			});
			one.runElectCoordinator();
			assertThat(one.getLeader(this.group)).contains(new Leader(id));
			assertThat(coordinator("other").getLeader(this.group)).contains(Leader.UNKNOWN);
			one.stop();
		}
	}

	@Test
	void theOptionsOfToozReplaceThePartsOfTheUrl() {
		String query = "host=127.0.0.1&port=" + database().port() + "&dbname=postgres";
		String login = DatabaseServer.USER + ":" + DatabaseServer.PASSWORD;
		Coordinator one = opened(Coordinators.get("postgresql://" + login + "@nowhere:1/none?" + query, "one"));
		one.start();
		assertThat(one.getLock("a").acquire(false)).isTrue();
	}

}
