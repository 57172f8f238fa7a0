package io.servicegroup.driver.db;

import java.util.concurrent.atomic.AtomicInteger;

import com.zaxxer.hikari.HikariDataSource;
import io.servicegroup.tck.servers.DatabaseServer;

/**
 * Pools as in applications, which connect with the first call.
 */
public final class DatabasePools {

	private static final AtomicInteger COUNTER = new AtomicInteger();

	private DatabasePools() {
	}

	public static HikariDataSource of(DatabaseServer server) {
		HikariDataSource pool = new HikariDataSource();
		pool.setPoolName("pool-" + COUNTER.incrementAndGet());
		pool.setJdbcUrl(server.jdbcUrl());
		pool.setUsername(DatabaseServer.USER);
		pool.setPassword(DatabaseServer.PASSWORD);
		pool.setMaximumPoolSize(3);
		return pool;
	}

}
