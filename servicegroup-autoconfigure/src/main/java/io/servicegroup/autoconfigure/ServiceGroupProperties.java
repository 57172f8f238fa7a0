package io.servicegroup.autoconfigure;

import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.boot.convert.DurationUnit;

/**
 * The settings of service groups.
 *
 * @param enabled Whether this application takes part in service groups at all.
 * @param toozUrl The coordination service, as a URL of OpenStack tooz, such as
 * redis://localhost:6379?timeout=5.
 * @param group The group to join. The default is the value of 'spring.application.name'.
 * @param memberId The id under which this application joins. The default is unique per
 * process: host, port or process id, and a short random part.
 * @param capabilities What the other members may read of this one: free keys and values.
 * @param autoJoin Whether to join the group once the application has started.
 * @param heartbeatInterval The time between two heartbeats. The default is a third of the
 * membership timeout.
 * @param pollInterval The time between two readings of a group that somebody follows.
 * Changes that the backend pushes are seen without waiting for it.
 * @param failFast Whether the start fails when the group cannot be joined. By default the
 * application starts, and joins when the coordination service comes.
 * @param leaderElection The election of the group's leader.
 * @param ssl How the connections to the coordination service are secured.
 * @param driver The driver: 'tooz', which 'servicegroup.tooz-url' means by itself, or one
 * of OpenStack Nova's 'db', 'mc' and 'zk'.
 * @param reportInterval The time between two heartbeats of the drivers 'db', 'mc' and
 * 'zk'. A number without a unit means seconds, as in Nova.
 * @param serviceDownTime The time after which a silent member is down, with the drivers
 * 'db' and 'mc'. A number without a unit means seconds, as in Nova.
 * @param db The driver 'db'.
 * @param mc The driver 'mc'.
 * @param zk The driver 'zk'.
 * @param migration The way from one coordination service to another.
 */
@ConfigurationProperties("servicegroup")
public record ServiceGroupProperties(@DefaultValue("true") boolean enabled, @Nullable String toozUrl,
		@Nullable String group, @Nullable String memberId, @Nullable Map<String, Object> capabilities,
		@DefaultValue("true") boolean autoJoin, @Nullable Duration heartbeatInterval,
		@DefaultValue("1s") Duration pollInterval, @DefaultValue("false") boolean failFast,
		@DefaultValue LeaderElection leaderElection, @DefaultValue Ssl ssl, @Nullable String driver,
		@DefaultValue("10s") @DurationUnit(ChronoUnit.SECONDS) Duration reportInterval,
		@DefaultValue("60s") @DurationUnit(ChronoUnit.SECONDS) Duration serviceDownTime, @DefaultValue Db db,
		@DefaultValue Mc mc, @DefaultValue Zk zk, @DefaultValue Migration migration) {

	Map<String, Object> capabilitiesOrNone() {
		Map<String, Object> copy = new LinkedHashMap<>();
		if (this.capabilities != null) {
			this.capabilities.forEach((name, value) -> copy.put(name, withLists(value)));
		}
		return copy;
	}

	/** A list in the configuration is bound as a map of its indexes. */
	private static Object withLists(Object value) {
		if (!(value instanceof Map<?, ?> map)) {
			return value;
		}
		Map<Object, Object> copy = new LinkedHashMap<>();
		map.forEach((name, element) -> copy.put(name, withLists(element)));
		List<String> indexes = IntStream.range(0, copy.size()).mapToObj(Integer::toString).toList();
		return (!copy.isEmpty() && indexes.equals(List.copyOf(copy.keySet()))) ? List.copyOf(copy.values()) : copy;
	}

	/**
	 * A record would show the URL, and with it the password.
	 */
	@Override
	public String toString() {
		return "ServiceGroupProperties[group=" + this.group + ", memberId=" + this.memberId + "]";
	}

	/**
	 * The settings of the leader election.
	 *
	 * @param enabled Whether this application is a candidate for the leadership of its
	 * group once it has started.
	 */
	public record LeaderElection(@DefaultValue("false") boolean enabled) {
	}

	/**
	 * The settings of the driver 'db'.
	 *
	 * @param initializeSchema When to create the table of members: 'embedded' creates it
	 * in a database that lives in the application's own memory only.
	 */
	public record Db(@DefaultValue("embedded") Mode initializeSchema) {

		/**
		 * When to create the table, as with Spring Boot's own.
		 */
		public enum Mode {

			/** In an embedded database only. */
			EMBEDDED,

			/** Wherever it is missing. */
			ALWAYS,

			/** Never: a migration or an operator does. */
			NEVER

		}

	}

	/**
	 * The settings of the driver 'mc', named as in OpenStack Nova.
	 *
	 * @param servers The memcached server, as host:port: one, since a group stands in
	 * one.
	 * @deprecated in favor of 'servicegroup.tooz-url'
	 */
	@Deprecated(since = "0.1.0", forRemoval = true)
	public record Mc(@Nullable List<String> servers) {
	}

	/**
	 * The settings of the driver 'zk', named as in OpenStack Nova.
	 *
	 * @param address The ZooKeeper servers, as host:port,host:port.
	 * @param recvTimeout The time after which a silent member is down: that of the
	 * session. A number without a unit means milliseconds, as in Nova.
	 * @param sgPrefix The node below which the groups stand.
	 * @deprecated in favor of 'servicegroup.tooz-url'
	 */
	@Deprecated(since = "0.1.0", forRemoval = true)
	public record Zk(@Nullable List<String> address, @DefaultValue("4s") Duration recvTimeout,
			@DefaultValue("/servicegroups") String sgPrefix) {
	}

	/**
	 * The settings of moving house.
	 *
	 * @param from Where the members stood before: a URL of OpenStack tooz, or one of the
	 * drivers 'db', 'mc' and 'zk'. While it is set, this application stands in both
	 * places, and finds who stands in either. 'servicegroup.ssl.bundle' secures the new
	 * place only; the old one's URL has options of its own.
	 */
	public record Migration(@Nullable String from) {

		/**
		 * As above: it may be a URL.
		 */
		@Override
		public String toString() {
			return "Migration[]";
		}

	}

	/**
	 * The settings of TLS.
	 *
	 * @param bundle The name of an SSL bundle, one of 'spring.ssl.bundle': whom to trust
	 * and what to show to the server. Asks for TLS, instead of options of the URL that
	 * name certificates.
	 */
	public record Ssl(@Nullable String bundle) {
	}

}
