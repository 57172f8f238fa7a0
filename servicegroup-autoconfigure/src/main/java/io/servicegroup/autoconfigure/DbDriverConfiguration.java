package io.servicegroup.autoconfigure;

import javax.sql.DataSource;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingClass;
import org.springframework.boot.jdbc.init.DataSourceScriptDatabaseInitializer;
import org.springframework.boot.sql.init.dependency.DependsOnDatabaseInitialization;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Lazy;
import org.springframework.core.env.Environment;

/**
 * Configures the driver {@code db}, which requires Spring Boot's JDBC support.
 */
@Configuration(proxyBeanMethods = false)
final class DbDriverConfiguration {

	@Configuration(proxyBeanMethods = false)
	@ConditionalOnClass(DataSourceScriptDatabaseInitializer.class)
	static class Present {

		@Bean
		@ConditionalOnMissingBean
		DataSourceDriverFactory serviceGroupDbDriverFactory(ServiceGroupProperties properties,
				ObjectProvider<DbDataSource> dataSource, Environment environment) {
			return new DataSourceDriverFactory(properties, dataSource, environment);
		}

		/**
		 * Depends on database initialization, which may create the table. Lazy, because
		 * with another driver the initialization may itself use that driver's locks.
		 */
		@Bean
		@ConditionalOnMissingBean
		@Lazy
		@DependsOnDatabaseInitialization
		DbDataSource serviceGroupDbDataSource(ObjectProvider<DataSource> dataSources) {
			return new DbDataSource(dataSources);
		}

	}

	@Configuration(proxyBeanMethods = false)
	@ConditionalOnMissingClass("org.springframework.boot.jdbc.init.DataSourceScriptDatabaseInitializer")
	static class Absent {

		@Bean
		@ConditionalOnMissingBean
		MissingLibraryDriverFactory serviceGroupDbDriverFactory() {
			return new MissingLibraryDriverFactory("db", "Spring JDBC",
					"org.springframework.boot:spring-boot-starter-jdbc");
		}

	}

}
