package io.servicegroup.autoconfigure;

import java.time.Duration;

import javax.sql.DataSource;

import io.servicegroup.ServiceGroupUnavailableException;
import io.servicegroup.driver.ServiceGroupDriver;
import io.servicegroup.driver.db.DbDriverFactory;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.sql.init.DatabaseInitializationMode;
import org.springframework.core.env.Environment;

/**
 * Drivers over the application's {@link DataSource}.
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

	/** Looks for the table, where the database answers. */
	@Override
	public ServiceGroupDriver create(String memberId) {
		DatabaseInitializationMode mode = DatabaseInitializationMode
			.valueOf(this.properties.db().initializeSchema().name());
		DataSource dataSource = this.dataSource.getObject().get();
		DbDriverFactory factory = new DbDriverFactory(dataSource, this.properties.serviceDownTime(), mode,
				MemberIdGenerator.host(this.environment));
		ServiceGroupDriver driver = PropertyErrors.of("servicegroup.member-id", () -> factory.create(memberId));
		return PropertyErrors.closing(driver, () -> prepared(driver));
	}

	private static ServiceGroupDriver prepared(ServiceGroupDriver driver) {
		try {
			PropertyErrors.of("servicegroup.db.initialize-schema", driver::groups);
		}
		catch (ServiceGroupUnavailableException ex) {
			logger.warn("The table of members is looked for when the database answers. {}", ex.getMessage());
		}
		return driver;
	}

}
