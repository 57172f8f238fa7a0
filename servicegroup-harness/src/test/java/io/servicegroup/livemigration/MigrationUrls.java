package io.servicegroup.livemigration;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

import com.zaxxer.hikari.HikariDataSource;
import io.servicegroup.driver.ServiceGroupDriver;
import io.servicegroup.driver.ToozServiceGroupDriver;
import io.servicegroup.driver.db.DbDriverFactory;
import io.servicegroup.membership.LiveServiceGroupAPI;
import io.servicegroup.migration.MigratingDriver;
import io.servicegroup.tck.servers.DatabaseServer;
import io.servicegroup.tooz.coordination.Coordinators;

import org.springframework.boot.sql.init.DatabaseInitializationMode;

/**
 * The migration settings of an application, as its properties would have them.
 *
 * @param to the URL of the target, or of the only store
 * @param from the URL of the source, or {@code -} if the application does not migrate
 */
record MigrationUrls(String to, String from) {

	static final Duration POLL = Duration.ofMillis(200);

	/**
	 * The connection pools by JDBC URL; a process has one pool, as an application does.
	 */
	private static final Map<String, HikariDataSource> POOLS = new ConcurrentHashMap<>();

	static MigrationUrls only(String url) {
		return new MigrationUrls(url, "-");
	}

	LiveServiceGroupAPI api(String id) {
		ServiceGroupDriver primary = driver(this.to, id);
		ServiceGroupDriver driver = this.from.equals("-") ? primary
				: new MigratingDriver(primary, driver(this.from, id), interval(this.from));
		return new LiveServiceGroupAPI(driver, interval(this.to), POLL, List.of());
	}

	private static ServiceGroupDriver driver(String url, String id) {
		if (url.startsWith("jdbc:")) {
			return new DbDriverFactory(POOLS.computeIfAbsent(url, MigrationUrls::pool), MigrationContract.TIMEOUT,
					DatabaseInitializationMode.ALWAYS, "host")
				.create(id);
		}
		return new ToozServiceGroupDriver(Coordinators.parse(url), id);
	}

	private static HikariDataSource pool(String url) {
		HikariDataSource pool = new HikariDataSource();
		pool.setJdbcUrl(url);
		pool.setUsername(DatabaseServer.USER);
		pool.setPassword(DatabaseServer.PASSWORD);
		return pool;
	}

	static void closePools() {
		POOLS.values().forEach(HikariDataSource::close);
		POOLS.clear();
	}

	private static Duration interval(String url) {
		return url.startsWith("jdbc:") ? MigrationContract.TIMEOUT.dividedBy(3) : null;
	}

}
