package io.servicegroup.driver.db;

import java.time.Duration;
import java.util.UUID;

import javax.sql.DataSource;

import io.servicegroup.driver.ServiceGroupDriver;
import io.servicegroup.driver.ToozServiceGroupDriver;

import org.springframework.boot.sql.init.DatabaseInitializationMode;

/**
 * Creates drivers {@code db} over a {@link DataSource}.
 *
 * @param dataSource the source of connections, not closed with a driver
 * @param downTime the time without heartbeat after which a member is down
 * @param mode whether to create the table
 * @param host this machine's name, for operators
 */
public record DbDriverFactory(DataSource dataSource, Duration downTime, DatabaseInitializationMode mode, String host) {

	/**
	 * Creates a driver. Makes no call.
	 * @param memberId the id under which it joins
	 * @return the driver
	 * @throws io.servicegroup.InvalidServiceGroupException if the id is invalid
	 */
	public ServiceGroupDriver create(String memberId) {
		Schema schema = new Schema(this.dataSource, this.mode, this.downTime);
		return ToozServiceGroupDriver.over(schema::url, new DbBackendType(), () -> new DbBackend(this.dataSource,
				this.downTime, schema, new ProcessIdentity(memberId, UUID.randomUUID().toString(), this.host)),
				memberId);
	}

}
