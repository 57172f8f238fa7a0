package io.servicegroup.moves;

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
 * Where an application takes part, as its properties would say.
 *
 * @param to the one place, or the new one
 * @param from the old one, or {@code -}
 */
record Sides(String to, String from) {

	static final Duration POLL = Duration.ofMillis(200);

	/** As an application has it: one a process. */
	private static final Map<String, HikariDataSource> POOLS = new ConcurrentHashMap<>();

	static Sides only(String place) {
		return new Sides(place, "-");
	}

	LiveServiceGroupAPI api(String id) {
		ServiceGroupDriver primary = driver(this.to, id);
		ServiceGroupDriver driver = this.from.equals("-") ? primary
				: new MigratingDriver(primary, driver(this.from, id), interval(this.from));
		return new LiveServiceGroupAPI(driver, interval(this.to), POLL, List.of());
	}

	private static ServiceGroupDriver driver(String place, String id) {
		if (place.startsWith("jdbc:")) {
			return new DbDriverFactory(POOLS.computeIfAbsent(place, Sides::pool), MoveContract.TIMEOUT,
					DatabaseInitializationMode.ALWAYS, "host")
				.create(id);
		}
		return new ToozServiceGroupDriver(Coordinators.parse(place), id);
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

	private static Duration interval(String place) {
		return place.startsWith("jdbc:") ? MoveContract.TIMEOUT.dividedBy(3) : null;
	}

}
