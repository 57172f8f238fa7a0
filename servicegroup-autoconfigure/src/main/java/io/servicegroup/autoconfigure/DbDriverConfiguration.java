package io.servicegroup.autoconfigure;

import javax.sql.DataSource;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingClass;
import org.springframework.boot.jdbc.init.DataSourceScriptDatabaseInitializer;
import org.springframework.boot.sql.init.dependency.DependsOnDatabaseInitialization;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Lazy;
import org.springframework.core.env.Environment;

/**
 * The driver {@code db}, which needs Spring Boot's JDBC support.
 */
@Configuration(proxyBeanMethods = false)
final class DbDriverConfiguration {

	@Configuration(proxyBeanMethods = false)
	@ConditionalOnClass(DataSourceScriptDatabaseInitializer.class)
	static class Present {

		@Bean
		DataSourceDriverFactory dbDriverSource(ServiceGroupProperties properties,
				ObjectProvider<DbDataSource> dataSource, Environment environment) {
			return new DataSourceDriverFactory(properties, dataSource, environment);
		}

		/**
		 * After migrations, which may make the table; but lazily: with another driver,
		 * they may use what stands on that.
		 */
		@Bean
		@Lazy
		@DependsOnDatabaseInitialization
		DbDataSource dbDriverDataSource(ObjectProvider<DataSource> dataSources) {
			return new DbDataSource(dataSources);
		}

	}

	@Configuration(proxyBeanMethods = false)
	@ConditionalOnMissingClass("org.springframework.boot.jdbc.init.DataSourceScriptDatabaseInitializer")
	static class Absent {

		@Bean
		MissingLibraryDriverFactory dbDriverSource() {
			return new MissingLibraryDriverFactory("db", "Spring JDBC",
					"org.springframework.boot:spring-boot-starter-jdbc");
		}

	}

}
