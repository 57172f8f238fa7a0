package io.servicegroup.autoconfigure;

import java.nio.file.Path;
import java.util.List;

import javax.sql.DataSource;

import io.servicegroup.ServiceGroupAPI;
import io.servicegroup.tooz.DistributedLocks;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.jdbc.autoconfigure.DataSourceAutoConfiguration;
import org.springframework.boot.jdbc.autoconfigure.DataSourceInitializationAutoConfiguration;
import org.springframework.boot.jdbc.init.DataSourceScriptDatabaseInitializer;
import org.springframework.boot.sql.init.DatabaseInitializationSettings;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Lazy;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The order of database initialization, such as a schema migration: before the driver
 * {@code db}, which may need the table, but after any other driver, whose locks the
 * initialization may use.
 */
class DatabaseInitializationTests {

	private static final String OWN_TABLE = "io/servicegroup/driver/db/schema-h2.sql";

	@TempDir
	private Path directory;

	private final ApplicationContextRunner runner = new ApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(ServiceGroupAutoConfiguration.class, DataSourceAutoConfiguration.class,
				DataSourceInitializationAutoConfiguration.class))
		.withPropertyValues("servicegroup.group=web", "spring.datasource.generate-unique-name=true");

	@Test
	void initializationMayUseLocksOfAnotherDriver() {
		this.runner.withUserConfiguration(Locking.class)
			.withPropertyValues("servicegroup.tooz-url=file://" + this.directory)
			.run((context) -> assertThat(context).hasNotFailed());
	}

	@Test
	void initializationRunsBeforeTheDriverChecksItsTable() {
		this.runner.withUserConfiguration(CreatingTheTable.class)
			.withPropertyValues("servicegroup.driver=db", "servicegroup.db.initialize-schema=never")
			.run((context) -> assertThat(context).hasSingleBean(ServiceGroupAPI.class));
	}

	@Test
	void initializationRunsBeforeTheSourceOfAMigration() {
		this.runner.withUserConfiguration(CreatingTheTable.class)
			.withPropertyValues("servicegroup.tooz-url=file://" + this.directory, "servicegroup.migration.from=db",
					"servicegroup.db.initialize-schema=never")
			.run((context) -> assertThat(context).hasSingleBean(ServiceGroupAPI.class));
	}

	private static DataSourceScriptDatabaseInitializer initializer(DataSource dataSource) {
		DatabaseInitializationSettings settings = new DatabaseInitializationSettings();
		settings.setSchemaLocations(List.of("classpath:" + OWN_TABLE));
		return new DataSourceScriptDatabaseInitializer(dataSource, settings);
	}

	@Configuration(proxyBeanMethods = false)
	static class Locking {

		@Bean
		DataSourceScriptDatabaseInitializer initializer(DataSource dataSource, DistributedLocks locks) {
			assertThat(locks.getLock("migration")).isNotNull();
			return DatabaseInitializationTests.initializer(dataSource);
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class CreatingTheTable {

		/** Lazy, so that it only runs if another bean depends on it. */
		@Bean
		@Lazy
		DataSourceScriptDatabaseInitializer initializer(DataSource dataSource) {
			return DatabaseInitializationTests.initializer(dataSource);
		}

	}

}
