package io.servicegroup.autoconfigure;

import java.time.Duration;

import javax.sql.DataSource;

import io.servicegroup.ServiceGroupUnavailableException;
import io.servicegroup.driver.ServiceGroupDriver;
import io.servicegroup.driver.db.DbDriverFactory;
import io.servicegroup.tooz.format.Printable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.sql.init.DatabaseInitializationMode;
import org.springframework.core.env.Environment;

/**
 * Creates drivers that use the application's {@link DataSource}.
 */
record DataSourceDriverFactory(ServiceGroupProperties properties, ObjectProvider<DbDataSource> dataSource,
		Environment environment) implements DriverFactory {

	private static final Logger logger = LoggerFactory.getLogger(DataSourceDriverFactory.class);

	@Override
	public String name() {
		return "db";
	}

	@Override
	public Duration heartbeatInterval() {
		return this.properties.reportInterval();
	}

	/** Checks the table if the database is reachable. */
	@Override
	public ServiceGroupDriver create(String memberId) {
		DatabaseInitializationMode mode = DatabaseInitializationMode
			.valueOf(this.properties.db().initializeSchema().name());
		DataSource dataSource = this.dataSource.getObject().get();
		DbDriverFactory factory = new DbDriverFactory(dataSource, this.properties.serviceDownTime(), mode,
				MemberIdGenerator.host(this.environment));
		ServiceGroupDriver driver = PropertyErrors.of("servicegroup.member-id", () -> factory.create(memberId));
		return PropertyErrors.closeOnFailure(driver, () -> checkTable(driver));
	}

	private static ServiceGroupDriver checkTable(ServiceGroupDriver driver) {
		try {
			PropertyErrors.of("servicegroup.db.initialize-schema", driver::groups);
		}
		catch (ServiceGroupUnavailableException ex) {
			logger.warn(
					"Check of the member table of driver 'db' failed: starting without it; the next heartbeat retries it. "
							+ "If the database is down, start it. Cause: {}",
					Printable.of(ex.getMessage()));
		}
		return driver;
	}

}
