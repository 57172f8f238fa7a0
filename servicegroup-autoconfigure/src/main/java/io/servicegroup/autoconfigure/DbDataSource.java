package io.servicegroup.autoconfigure;

import javax.sql.DataSource;

import org.springframework.beans.factory.ObjectProvider;

/**
 * The application's {@link DataSource} that the driver {@code db} uses.
 */
record DbDataSource(ObjectProvider<DataSource> dataSources) {

	DataSource get() {
		DataSource unique = this.dataSources.getIfUnique();
		if (unique == null) {
			boolean none = this.dataSources.stream().findAny().isEmpty();
			throw new InvalidPropertyException(DriverSelector.PROPERTY,
					"The driver 'db' requires a single DataSource, but there "
							+ (none ? "is none." : "are several and none is @Primary."),
					none ? "Set spring.datasource.url, and add spring-boot-starter-jdbc and the database's JDBC driver "
							+ "if they are missing." : "Mark the DataSource that it should use as @Primary.");
		}
		return unique;
	}

}
