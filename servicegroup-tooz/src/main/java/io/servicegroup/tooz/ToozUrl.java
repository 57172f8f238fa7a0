package io.servicegroup.tooz;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import io.servicegroup.tooz.coordination.Coordinators;
import io.servicegroup.tooz.format.Redactor;
import org.jspecify.annotations.Nullable;
import org.slf4j.LoggerFactory;

/**
 * A coordination URL:
 * {@code scheme://[user:password@]host[:port][,host…][/path][?option=value&…]}, parsed as
 * tooz does. Immutable. {@link #toString()} contains no secret.
 *
 * @since 0.1.0
 * @see <a href="https://docs.openstack.org/tooz/latest/user/drivers.html">tooz's
 * drivers</a>
 */
public final class ToozUrl {

	private static final Duration MAX_CALL_TIMEOUT = Duration.ofSeconds(3);

	private static final Duration MIN_CALL_TIMEOUT = Duration.ofMillis(250);

	private final String scheme;

	private final Login login;

	private final List<Host> hosts;

	private final String path;

	private final Map<String, List<String>> options;

	private final Set<String> secretOptions;

	private final ClientSettings settings;

	ToozUrl(String scheme, Login login, List<Host> hosts, String path, Map<String, List<String>> options,
			Set<String> secretOptions, ClientSettings settings) {
		this.settings = settings;
		this.scheme = scheme;
		this.login = login;
		this.hosts = List.copyOf(hosts);
		this.path = path;
		this.options = options;
		this.secretOptions = secretOptions;
	}

	/**
	 * Returns this URL with TLS material.
	 * @param material the keys and certificates for TLS
	 * @return the URL with the material
	 */
	public ToozUrl securedBy(TlsMaterial material) {
		return with(this.settings.with(material));
	}

	/**
	 * Returns this URL with credentials that change. They replace its user and password.
	 * @param supplier returns the credentials for each new connection
	 * @return the URL with the supplier
	 */
	public ToozUrl withCredentials(CredentialsSupplier supplier) {
		return new ToozUrl(this.scheme, Login.NONE, this.hosts, this.path, this.options, this.secretOptions,
				this.settings.with(new CurrentCredentials(supplier)));
	}

	/**
	 * Returns this URL with customizers of the client library's builders.
	 * @param customizers called by the backend
	 * @return the URL with the customizers
	 */
	public ToozUrl customizedBy(ClientCustomizers customizers) {
		return with(this.settings.with(customizers));
	}

	private ToozUrl with(ClientSettings changed) {
		return new ToozUrl(this.scheme, this.login, this.hosts, this.path, this.options, this.secretOptions, changed);
	}

	/**
	 * Customizes a builder of the client library, for backends.
	 * @param <B> the type of the builder
	 * @param type the type of the builder
	 * @param builder the builder with the backend's own options
	 * @return the builder
	 */
	public <B> B customize(Class<B> type, B builder) {
		return this.settings.customize(type, builder);
	}

	/**
	 * Returns whether a builder may be customized, for backends.
	 * @param type the type of the builder
	 * @return whether there is a customizer of it
	 */
	public boolean customizes(Class<?> type) {
		return this.settings.customizes(type);
	}

	/**
	 * Returns the user and the password for a new connection, from one answer of the
	 * supplier of {@link #withCredentials} if there is one.
	 * @param deadline the limit of the wait for the supplier
	 * @return the credentials, or {@code null} without a password
	 * @throws StoreUnavailableException if the supplier fails or does not answer in time
	 */
	public @Nullable Credentials credentials(Duration deadline) {
		CurrentCredentials changing = this.settings.credentials();
		String password = password();
		return (changing != null) ? changing.get(deadline)
				: (password != null) ? new Credentials(user(), password) : null;
	}

	/**
	 * Returns whether the credentials change.
	 * @return whether a supplier returns them
	 */
	public boolean hasChangingCredentials() {
		return this.settings.credentials() != null;
	}

	/**
	 * Returns this URL with the options that its backend declares as secrets. Options
	 * with {@code password} in their names are secrets anyway.
	 * @param names the names of the options
	 * @return the URL, which does not show these options
	 */
	public ToozUrl hiding(Set<String> names) {
		return new ToozUrl(this.scheme, this.login, this.hosts, this.path, this.options, Set.copyOf(names),
				this.settings);
	}

	/**
	 * Returns a redactor for messages that may contain the secrets of this URL.
	 * @return a redactor of the password and the secret options
	 */
	public Redactor redactor() {
		Stream<String> secrets = this.options.entrySet()
			.stream()
			.filter((option) -> isSecret(option.getKey()))
			.flatMap((option) -> option.getValue().stream());
		List<String> fixed = Stream.concat(this.login.passwords(), secrets).toList();
		CurrentCredentials changing = this.settings.credentials();
		return new Redactor(
				() -> Stream.concat(fixed.stream(), (changing != null) ? changing.passwords() : Stream.empty()));
	}

	/**
	 * Parses a URL. {@link Coordinators#parse} also checks the scheme and the options.
	 * @param url the text
	 * @return the parsed URL
	 * @throws InvalidToozUrlException if the URL is malformed; the message contains no
	 * secret
	 */
	public static ToozUrl parse(String url) {
		return new ToozUrlParser(url).parse();
	}

	/**
	 * Returns the scheme.
	 * @return the scheme in lower case, without the colon
	 */
	public String scheme() {
		return this.scheme;
	}

	/**
	 * Returns the user name.
	 * @return the decoded user name, or {@code null}
	 */
	public @Nullable String user() {
		return this.login.user();
	}

	/**
	 * Returns the password.
	 * @return the decoded password, or {@code null}
	 */
	public @Nullable String password() {
		return this.login.password();
	}

	/**
	 * Returns this URL with the user and the password as they are written. tooz does not
	 * decode them: a {@code p%40ss} is {@code p@ss} to most users of Java, and
	 * {@code p%40ss} to Python.
	 * @return the URL, or {@code null} if they contain nothing to decode
	 */
	public @Nullable ToozUrl withRawLogin() {
		Login raw = this.login.raw();
		return (raw != null)
				? new ToozUrl(this.scheme, raw, this.hosts, this.path, this.options, this.secretOptions, this.settings)
				: null;
	}

	/**
	 * Returns the hosts.
	 * @return the hosts in the order of the URL; may be empty
	 */
	public List<Host> hosts() {
		return this.hosts;
	}

	/**
	 * Logs a warning that this backend ignores the path. tooz accepts a path silently.
	 */
	public void warnOfPath() {
		LoggerFactory.getLogger(ToozUrl.class)
			.warn("Path '{}' of {} is ignored: this backend does not use it. Remove it from the URL", this.path, this);
	}

	/**
	 * Returns the path.
	 * @return the path with its leading slash, as it is written, since tooz does not
	 * decode it either; or empty
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
	 * Returns the value of an option; the last one if it is set several times.
	 * @param name the option
	 * @return the value, or {@code null} if the option is not set
	 */
	public @Nullable String option(String name) {
		List<String> values = optionList(name);
		return values.isEmpty() ? null : values.get(values.size() - 1);
	}

	/**
	 * Returns all values of a list option.
	 * @param name the option
	 * @return the values; empty if the option is not set
	 */
	public List<String> optionList(String name) {
		return this.options.getOrDefault(name, List.of());
	}

	/**
	 * Returns an option in seconds as a duration.
	 * @param name the option
	 * @param otherwise the default
	 * @return the duration, rounded up to milliseconds
	 */
	public Duration time(String name, Duration otherwise) {
		String value = option(name);
		return (value != null) ? Duration.ofMillis(millis(value)) : otherwise;
	}

	/**
	 * Converts seconds to milliseconds. Uses decimals, since 1.1 s as a double would
	 * become 1101 ms.
	 */
	private static long millis(String seconds) {
		return new BigDecimal(seconds).movePointRight(3).setScale(0, RoundingMode.CEILING).longValueExact();
	}

	/**
	 * Returns an option that is a whole number.
	 * @param name the option
	 * @param otherwise the default
	 * @return the number
	 */
	public int number(String name, int otherwise) {
		String value = option(name);
		return (value != null) ? Integer.parseInt(value) : otherwise;
	}

	/**
	 * Returns an option that is true or false.
	 * @param name the option
	 * @param otherwise the default
	 * @return the flag
	 */
	public boolean flag(String name, boolean otherwise) {
		String value = option(name);
		return (value != null) ? value.toLowerCase(Locale.ROOT).matches("true|yes|on|t|y|1") : otherwise;
	}

	/**
	 * Returns the TLS material that replaces the PEM files of the options.
	 * @return the material, which enables TLS by itself, or {@code null}
	 */
	public @Nullable TlsMaterial tlsMaterial() {
		return this.settings.tlsMaterial();
	}

	/**
	 * Returns the deadline of one round trip to the store: a quarter of the membership
	 * timeout, at least 250 ms and at most 3 s. So a failed heartbeat can be retried
	 * before the store drops the member.
	 * @param membershipTimeout the membership timeout
	 * @return the deadline of one round trip
	 */
	public static Duration callTimeout(Duration membershipTimeout) {
		Duration quarter = membershipTimeout.dividedBy(4);
		Duration atMost = (quarter.compareTo(MAX_CALL_TIMEOUT) < 0) ? quarter : MAX_CALL_TIMEOUT;
		return (atMost.compareTo(MIN_CALL_TIMEOUT) > 0) ? atMost : MIN_CALL_TIMEOUT;
	}

	/**
	 * Returns the URL with every secret replaced by {@code ***}. A user name without a
	 * password is masked too, as some clients use it as the password.
	 */
	@Override
	public String toString() {
		String query = this.options.entrySet()
			.stream()
			.flatMap((e) -> e.getValue()
				.stream()
				.map((v) -> e.getKey() + "=" + (isSecret(e.getKey()) ? Redactor.MASK : v)))
			.collect(Collectors.joining("&"));
		return this.scheme + "://" + shownLogin()
				+ this.hosts.stream().map(Host::toString).collect(Collectors.joining(",")) + this.path
				+ (query.isEmpty() ? "" : "?" + query);
	}

	private String shownLogin() {
		String user = user();
		if (password() == null) {
			return (user != null) ? Redactor.MASK + "@" : "";
		}
		return ((user != null) ? user : "") + ":" + Redactor.MASK + "@";
	}

	private boolean isSecret(String option) {
		return this.secretOptions.contains(option) || option.toLowerCase(Locale.ROOT).contains("password");
	}

	/**
	 * A user and a password.
	 *
	 * @param raw the same as they are written, or {@code null} if that is no different
	 */
	record Login(@Nullable String user, @Nullable String password, @Nullable Login raw) {

		static final Login NONE = new Login(null, null, null);

		Stream<String> passwords() {
			return Stream.concat(Stream.ofNullable(this.password),
					(this.raw != null) ? this.raw.passwords() : Stream.empty());
		}

	}

	/**
	 * A host of the URL.
	 *
	 * @param name the name or address; an IPv6 address has no brackets
	 * @param port the port, or -1 if not set
	 */
	public record Host(String name, int port) {

		/**
		 * Parses {@code host[:port]}, with an IPv6 address in brackets.
		 * @param text the text
		 * @return the host, or {@code null} if the text is invalid
		 */
		public static @Nullable Host parse(String text) {
			return ToozUrlParser.host(text);
		}

		/**
		 * Returns this host with a port.
		 * @param defaultPort the port if none is set
		 * @return a host whose port is set
		 */
		public Host withPort(int defaultPort) {
			return (this.port > 0) ? this : new Host(this.name, defaultPort);
		}

		@Override
		public String toString() {
			String shown = this.name.contains(":") ? "[" + this.name + "]" : this.name;
			return (this.port > 0) ? shown + ":" + this.port : shown;
		}

	}

}
