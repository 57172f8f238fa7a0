package io.servicegroup.driver.db;

import java.sql.Connection;
import java.sql.SQLException;

import javax.sql.DataSource;

import com.zaxxer.hikari.HikariConfigMXBean;
import com.zaxxer.hikari.HikariDataSource;

import org.springframework.boot.jdbc.DataSourceUnwrapper;
import org.springframework.util.ClassUtils;

/**
 * Evicts broken connections from a Hikari pool. The pool does not check a connection that
 * was used within the last 500 ms, and does not recognize the errors of all databases.
 * Without eviction, a caller that retries sooner would get the same broken connection
 * each time.
 */
final class BrokenConnections {

	private static final boolean HIKARI = ClassUtils.isPresent("com.zaxxer.hikari.HikariDataSource",
			BrokenConnections.class.getClassLoader());

	private BrokenConnections() {
	}

	static void evict(DataSource dataSource, Connection connection) {
		if (HIKARI && !isValid(connection)) {
			Hikari.evict(dataSource, connection);
		}
	}

	private static boolean isValid(Connection connection) {
		try {
			return connection.isValid(1);
		}
		catch (SQLException ex) {
			return false;
		}
	}

	/** A class of its own, loaded only if Hikari is on the class path. */
	private static final class Hikari {

		static void evict(DataSource dataSource, Connection connection) {
			HikariDataSource pool = DataSourceUnwrapper.unwrap(dataSource, HikariConfigMXBean.class,
					HikariDataSource.class);
			if (pool != null) {
				pool.evictConnection(connection);
			}
		}

	}

}
