package io.servicegroup.autoconfigure;

import javax.sql.DataSource;

import org.springframework.beans.factory.ObjectProvider;

/**
 * The application's {@link DataSource} that the driver {@code db} stands on.
 */
record DbDataSource(ObjectProvider<DataSource> dataSources) {

	DataSource get() {
		DataSource unique = this.dataSources.getIfUnique();
		if (unique == null) {
			boolean none = this.dataSources.stream().findAny().isEmpty();
			throw new InvalidPropertyException(DriverSelector.PROPERTY,
					"The driver 'db' has no DataSource: there " + (none ? "is none." : "are several."),
					none ? "Set spring.datasource.url, and add spring-boot-starter-jdbc and the database's own driver "
							+ "if they are missing." : "Mark the one that it shall use as @Primary.");
		}
		return unique;
	}

}
