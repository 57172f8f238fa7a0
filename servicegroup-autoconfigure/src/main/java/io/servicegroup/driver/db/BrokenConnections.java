package io.servicegroup.driver.db;

import java.sql.Connection;
import java.sql.SQLException;

import javax.sql.DataSource;

import com.zaxxer.hikari.HikariConfigMXBean;
import com.zaxxer.hikari.HikariDataSource;

import org.springframework.boot.jdbc.DataSourceUnwrapper;
import org.springframework.util.ClassUtils;

/**
 * Takes broken connections out of Hikari's pool. It looks at none that was used within
 * half a second, and does not know the errors of all databases: who tries again sooner
 * than that would be given the same one for ever.
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

	/** Loaded where there is such a pool. */
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
