package io.servicegroup.autoconfigure;

import java.nio.file.Path;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.boot.convert.DurationUnit;
import org.springframework.core.env.Environment;

/**
 * Configuration properties of service groups.
 *
 * @param enabled Whether to enable service groups.
 * @param toozUrl URL of the coordination service in the format of OpenStack tooz, such as
 * redis://localhost:6379?timeout=5.
 * @param group Group to join. Defaults to the value of 'spring.application.name'.
 * @param memberId Member id under which this application joins. Defaults to a unique id
 * per process: host, port or process id, and a short random part.
 * @param capabilities Capabilities of this member, as keys and values that other members
 * can read.
 * @param autoJoin Whether to join the group once the application has started.
 * @param heartbeatInterval Time between two heartbeats. Defaults to a third of the
 * membership timeout.
 * @param pollInterval Longest time between two reads of a group that the application
 * follows; reads are up to a fifth earlier, at random. Changes that the backend pushes
 * are visible earlier.
 * @param failFast Whether the startup fails if the group cannot be joined. If not, the
 * application starts and heartbeats retry the join.
 * @param leaderElection Leader election of the group.
 * @param ssl TLS of the connections to the coordination service.
 * @param driver Driver to use: 'tooz', the default if 'servicegroup.tooz-url' is set, or
 * one of OpenStack Nova's 'db', 'mc' and 'zk'.
 * @param reportInterval Time between two heartbeats of the drivers 'db', 'mc' and 'zk'.
 * If a duration suffix is not specified, seconds will be used, as in Nova.
 * @param serviceDownTime Membership timeout of the drivers 'db' and 'mc': a member that
 * sends no heartbeat for this time is down. If a duration suffix is not specified,
 * seconds will be used, as in Nova.
 * @param db Driver 'db'.
 * @param mc Driver 'mc'.
 * @param zk Driver 'zk'.
 * @param migration Migration from one coordination service to another.
 * @param ui Board: a page that shows the group live. Needs the module servicegroup-board.
 */
@ConfigurationProperties("servicegroup")
public record ServiceGroupProperties(@DefaultValue("true") boolean enabled, @Nullable String toozUrl,
		@Nullable String group, @Nullable String memberId, @Nullable Map<String, Object> capabilities,
		@DefaultValue("true") boolean autoJoin, @Nullable Duration heartbeatInterval,
		@DefaultValue("1s") Duration pollInterval, @DefaultValue("false") boolean failFast,
		@DefaultValue LeaderElection leaderElection, @DefaultValue Ssl ssl, @Nullable String driver,
		@DefaultValue("10s") @DurationUnit(ChronoUnit.SECONDS) Duration reportInterval,
		@DefaultValue("60s") @DurationUnit(ChronoUnit.SECONDS) Duration serviceDownTime, @DefaultValue Db db,
		@DefaultValue Mc mc, @DefaultValue Zk zk, @DefaultValue Migration migration, @DefaultValue Ui ui) {

	/**
	 * Returns the group of this application: the configured one, or else its name.
	 * @param environment the application's environment
	 * @return the group's id, or {@code null} if there is neither
	 */
	public @Nullable String groupOrName(Environment environment) {
		return (this.group != null) ? this.group : environment.getProperty("spring.application.name");
	}

	/**
	 * Leaves out the URL, which may contain a password.
	 */
	@Override
	public String toString() {
		return "ServiceGroupProperties[group=" + this.group + ", memberId=" + this.memberId + "]";
	}

	/**
	 * Configuration properties of the leader election.
	 *
	 * @param enabled Whether this application is a candidate for the leadership of its
	 * group.
	 * @param handoverTimeout How long a resignation or a stop waits for listeners and for
	 * work of 'runIfLeader', before another member can be elected.
	 */
	public record LeaderElection(@DefaultValue("false") boolean enabled, @DefaultValue("5s") Duration handoverTimeout) {
	}

	/**
	 * Configuration properties of the driver 'db'.
	 *
	 * @param initializeSchema When to create the member table. With 'embedded', it is
	 * created in an embedded, in-memory database only.
	 */
	public record Db(@DefaultValue("embedded") Mode initializeSchema) {

		/**
		 * When to create the table, as in Spring Boot's initialization of schemas.
		 */
		public enum Mode {

			/** Create it in an embedded database only. */
			EMBEDDED,

			/** Create it if it is missing. */
			ALWAYS,

			/** Never create it. */
			NEVER

		}

	}

	/**
	 * Configuration properties of the driver 'mc', named as in OpenStack Nova.
	 *
	 * @param servers Comma-separated list of memcached servers, as host:port. Must be a
	 * single one, since a group is stored on one server.
	 * @deprecated in favor of 'servicegroup.tooz-url'
	 */
	@Deprecated(since = "0.1.0", forRemoval = true)
	public record Mc(@Nullable List<String> servers) {
	}

	/**
	 * Configuration properties of the driver 'zk', named as in OpenStack Nova.
	 *
	 * @param address Comma-separated list of ZooKeeper servers, as host:port.
	 * @param recvTimeout Session timeout, after which a member that sends no heartbeat is
	 * down.
	 * @param sgPrefix Path of the node under which the groups are stored.
	 * @deprecated in favor of 'servicegroup.tooz-url'
	 */
	@Deprecated(since = "0.1.0", forRemoval = true)
	public record Zk(@Nullable List<String> address, @DefaultValue("4s") Duration recvTimeout,
			@DefaultValue("/servicegroups") String sgPrefix) {
	}

	/**
	 * Configuration properties of a migration.
	 *
	 * @param from Source of the migration: a URL in the format of OpenStack tooz, or one
	 * of the drivers 'db', 'mc' and 'zk'. While it is set, this application is registered
	 * in source and target, and finds the members of both. 'servicegroup.ssl.bundle'
	 * applies to the target only; the options of the URL secure the source.
	 */
	public record Migration(@Nullable String from) {

		/**
		 * Leaves out the source, which may be a URL with a password.
		 */
		@Override
		public String toString() {
			return "Migration[]";
		}

	}

	/**
	 * Configuration properties of TLS.
	 *
	 * @param bundle SSL bundle name, as defined under 'spring.ssl.bundle'. Enables TLS
	 * with its trusted and client certificates, instead of the URL options for
	 * certificates.
	 */
	public record Ssl(@Nullable String bundle) {
	}

	/**
	 * Configuration properties of the board.
	 *
	 * @param enabled Whether to serve the board, a page that shows the group live.
	 * Whoever may read the page sees the ids and capabilities of all members.
	 * @param path Path of the board, on the management port if that differs from the
	 * server's.
	 * @param history File that keeps the events of the last day, so that the time line
	 * outlives the process. Each application has its own. Without it, they are kept in
	 * memory.
	 */
	public record Ui(@DefaultValue("false") boolean enabled, @DefaultValue("/servicegroup") String path,
			@Nullable Path history) {
	}

}
