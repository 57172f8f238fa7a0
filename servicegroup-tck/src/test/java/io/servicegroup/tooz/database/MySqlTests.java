package io.servicegroup.tooz.database;

import java.sql.Connection;
import java.sql.SQLException;

import io.servicegroup.tck.servers.DatabaseServer;
import io.servicegroup.tck.servers.MariaDbServer;
import io.servicegroup.tck.servers.StoreServer;
import io.servicegroup.tooz.Coordinator;
import io.servicegroup.tooz.InvalidToozUrlException;
import io.servicegroup.tooz.coordination.Coordinators;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class MySqlTests extends DatabaseContract {

	@Override
	protected StoreServer createServer() {
		return new MariaDbServer();
	}

	@Override
	String countSessions() {
		return "select count(*) from information_schema.processlist";
	}

	@Override
	String listSessions() {
		return "select group_concat(id order by id) from information_schema.processlist";
	}

	@Test
	void theLockNameIsThatOfTooz() throws SQLException {
		coordinator("one").getLock("it's \\ a name").acquire();
		try (Connection observer = database().connect()) {
			assertThat(DatabaseServer.ask(observer, "select is_used_lock('it''s \\\\ a name')")).isNotNull();
			assertThat(DatabaseServer.ask(observer, "select is_used_lock('it''s  a name')")).isNull();
		}
	}

	@Test
	void namesOf64CharactersAreAccepted() {
		Coordinator one = coordinator("one");
		assertThat(one.getLock("ä".repeat(64)).acquire(false)).isTrue();
		assertThat(one.getLock("漢".repeat(64)).acquire(false)).isTrue();
		assertThatExceptionOfType(InvalidToozUrlException.class).isThrownBy(() -> one.getLock("a".repeat(65)))
			.withMessageContaining("64 characters")
			.satisfies((ex) -> assertThat(ex.fix()).isEqualTo("Use at most 64 characters."));
		assertThatExceptionOfType(InvalidToozUrlException.class).isThrownBy(() -> one.getLeader("a".repeat(55)))
			.withMessageContaining("64 characters");
	}

	@ParameterizedTest
	@ValueSource(strings = { "a\0b", "😀" })
	void namesThatSomeServersTruncateOrRefuseAreRefused(String name) {
		Coordinator one = create("😀");
		assertThatExceptionOfType(InvalidToozUrlException.class).isThrownBy(() -> one.getLock(name))
			.withMessageContaining("character");
	}

	@Test
	void aShortTimeoutIsRoundedUpToASecond() {
		Coordinator one = opened(Coordinators.get(this.server.url("timeout=0.3"), "one"));
		one.start();
		assertThat(one.getLock("short").acquire(false)).isTrue();
	}

}
