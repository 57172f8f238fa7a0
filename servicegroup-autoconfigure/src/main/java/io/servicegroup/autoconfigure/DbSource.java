package io.servicegroup.autoconfigure;

import java.time.Duration;

import javax.sql.DataSource;

import io.servicegroup.ServiceGroupUnavailableException;
import io.servicegroup.driver.ServiceGroupDriver;
import io.servicegroup.driver.db.DbServiceGroupDriver;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.sql.init.DatabaseInitializationMode;
import org.springframework.core.env.Environment;

/**
 * Drivers over the application's {@link DataSource}.
 */
record DbSource(ServiceGroupProperties properties, ObjectProvider<DataSource> dataSources,
		Environment environment) implements DriverSource {

	private static final Logger logger = LoggerFactory.getLogger(DbSource.class);

	private static final String DRIVER = "servicegroup.driver";

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
		DataSource dataSource = dataSource();
		DbServiceGroupDriver driver = Refusals.of("servicegroup.member-id", () -> new DbServiceGroupDriver(dataSource,
				this.properties.serviceDownTime(), mode, memberId, MemberIds.host(this.environment)));
		try {
			Refusals.of("servicegroup.db.initialize-schema", () -> {
				driver.prepare();
				return true;
			});
			return driver;
		}
		catch (ServiceGroupUnavailableException ex) {
			logger.warn("The table of members is looked for when the database answers. {}", ex.getMessage());
			return driver;
		}
		catch (InvalidPropertyException ex) {
			driver.close();
			throw ex;
		}
	}

	private DataSource dataSource() {
		DataSource unique = this.dataSources.getIfUnique();
		if (unique == null) {
			boolean none = this.dataSources.stream().findAny().isEmpty();
			throw new InvalidPropertyException(DRIVER,
					"The driver 'db' has no DataSource: there " + (none ? "is none." : "are several."),
					none ? "Set spring.datasource.url, and add spring-boot-starter-jdbc and the database's own driver "
							+ "if they are missing." : "Mark the one that it shall use as @Primary.");
		}
		return unique;
	}

}
