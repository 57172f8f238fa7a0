package io.servicegroup.tooz;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

import io.servicegroup.tooz.coordination.Coordinators;
import org.jspecify.annotations.Nullable;
import org.slf4j.LoggerFactory;

/**
 * A coordination URL:
 * {@code scheme://[user:password@]host[:port][,host…][/path][?option=value&…]}, parsed as
 * tooz does. Its {@link #toString()} shows no secret.
 *
 * @see <a href="https://docs.openstack.org/tooz/latest/user/drivers.html">tooz's
 * drivers</a>
 */
public final class ToozUrl {

	private static final Duration LONGEST_CALL = Duration.ofSeconds(3);

	private static final Duration SHORTEST_CALL = Duration.ofMillis(250);

	private final String scheme;

	private final @Nullable String user;

	private final @Nullable String password;

	private final List<Host> hosts;

	private final String path;

	private final Map<String, List<String>> options;

	private final @Nullable TlsMaterial tlsMaterial;

	ToozUrl(String scheme, @Nullable String user, @Nullable String password, List<Host> hosts, String path,
			Map<String, List<String>> options, @Nullable TlsMaterial tlsMaterial) {
		this.scheme = scheme;
		this.user = user;
		this.password = password;
		this.hosts = List.copyOf(hosts);
		this.path = path;
		this.options = options;
		this.tlsMaterial = tlsMaterial;
	}

	public ToozUrl securedBy(TlsMaterial material) {
		return new ToozUrl(this.scheme, this.user, this.password, this.hosts, this.path, this.options, material);
	}

	/**
	 * Parses a URL. Whether its scheme and options exist is looked at by
	 * {@link Coordinators#parse}.
	 * @param url the text
	 * @return the parsed URL
	 * @throws InvalidToozUrlException if it is malformed; the message shows no secret
	 */
	public static ToozUrl parse(String url) {
		return new ToozUrlParser(url).parse();
	}

	/**
	 * Returns the scheme.
	 * @return lower case, without the colon
	 */
	public String scheme() {
		return this.scheme;
	}

	/**
	 * Returns the user name.
	 * @return percent-decoded, or {@code null}
	 */
	public @Nullable String user() {
		return this.user;
	}

	/**
	 * Returns the password.
	 * @return percent-decoded, or {@code null}
	 */
	public @Nullable String password() {
		return this.password;
	}

	/**
	 * Returns the hosts.
	 * @return in the order given, maybe empty
	 */
	public List<Host> hosts() {
		return this.hosts;
	}

	/**
	 * Says in the log that this backend has no use for the path; tooz takes one, and does
	 * not say so.
	 */
	public void warnOfPath() {
		LoggerFactory.getLogger(ToozUrl.class)
			.warn("The path '{}' of {} means nothing to this backend: leave it out", this.path, this);
	}

	/**
	 * Returns the path.
	 * @return percent-decoded, with its leading slash, or empty
	 */
	public String path() {
		return this.path;
	}

	/**
	 * Returns the names of the options that are set.
	 * @return the names
	 */
	public Set<String> optionNames() {
		return this.options.keySet();
	}

	/**
	 * Returns an option's value; of several, the last.
	 * @param name the option
	 * @return the value, or {@code null} when it is not set
	 */
	public @Nullable String option(String name) {
		List<String> values = optionList(name);
		return values.isEmpty() ? null : values.get(values.size() - 1);
	}

	/**
	 * Returns all values of a list option.
	 * @param name the option
	 * @return the values, maybe none
	 */
	public List<String> optionList(String name) {
		return this.options.getOrDefault(name, List.of());
	}

	/**
	 * Returns an option that is a time.
	 * @param name the option
	 * @param otherwise what it is when not set
	 * @return the time, rounded up to milliseconds, more than zero
	 */
	public Duration time(String name, Duration otherwise) {
		String value = option(name);
		return (value != null) ? Duration.ofMillis(millis(value)) : otherwise;
	}

	/** In decimals: as a double, 1.1 s would be 1101 ms. */
	private static long millis(String seconds) {
		return new BigDecimal(seconds).movePointRight(3).setScale(0, RoundingMode.CEILING).longValueExact();
	}

	/**
	 * Returns an option that is a whole number.
	 * @param name the option
	 * @param otherwise what it is when not set
	 * @return the number
	 */
	public int number(String name, int otherwise) {
		String value = option(name);
		return (value != null) ? Integer.parseInt(value) : otherwise;
	}

	/**
	 * Returns an option that is true or false.
	 * @param name the option
	 * @param otherwise what it is when not set
	 * @return the flag
	 */
	public boolean flag(String name, boolean otherwise) {
		String value = option(name);
		return (value != null) ? value.toLowerCase(Locale.ROOT).matches("true|yes|on|t|y|1") : otherwise;
	}

	/**
	 * Returns the material for TLS that is used instead of the files that options name.
	 * @return the material, which turns TLS on by itself, or {@code null}
	 */
	public @Nullable TlsMaterial tlsMaterial() {
		return this.tlsMaterial;
	}

	/**
	 * Returns how long one round trip may take: a quarter of the membership timeout, so
	 * that a beat that fails is tried again well inside it, but at most 3 s and at least
	 * 250 ms.
	 * @param membershipTimeout the membership timeout
	 * @return the deadline
	 */
	public static Duration callTimeout(Duration membershipTimeout) {
		Duration quarter = membershipTimeout.dividedBy(4);
		Duration atMost = (quarter.compareTo(LONGEST_CALL) < 0) ? quarter : LONGEST_CALL;
		return (atMost.compareTo(SHORTEST_CALL) > 0) ? atMost : SHORTEST_CALL;
	}

	/**
	 * Returns the URL with every secret replaced by {@code ***}. A user without a
	 * password counts as one: to some clients it is the password.
	 */
	@Override
	public String toString() {
		String query = this.options.entrySet()
			.stream()
			.flatMap((e) -> e.getValue().stream().map((v) -> e.getKey() + "=" + (isSecret(e.getKey()) ? "***" : v)))
			.collect(Collectors.joining("&"));
		return this.scheme + "://" + login() + this.hosts.stream().map(Host::toString).collect(Collectors.joining(","))
				+ this.path + (query.isEmpty() ? "" : "?" + query);
	}

	private String login() {
		if (this.password == null) {
			return (this.user != null) ? "***@" : "";
		}
		return ((this.user != null) ? this.user : "") + ":***@";
	}

	private static boolean isSecret(String option) {
		return option.toLowerCase(Locale.ROOT).contains("password");
	}

	/**
	 * A host of the URL.
	 *
	 * @param name a name or an address, IPv6 without brackets
	 * @param port the port, or -1 when not given
	 */
	public record Host(String name, int port) {

		/**
		 * Returns the port, or the scheme's own.
		 * @param otherwise the scheme's own port
		 * @return the port
		 */
		public int portOr(int otherwise) {
			return (this.port > 0) ? this.port : otherwise;
		}

		@Override
		public String toString() {
			String shown = this.name.contains(":") ? "[" + this.name + "]" : this.name;
			return (this.port > 0) ? shown + ":" + this.port : shown;
		}

	}

}
