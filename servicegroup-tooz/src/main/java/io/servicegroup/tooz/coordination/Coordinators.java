package io.servicegroup.tooz.coordination;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Supplier;
import java.util.stream.Collectors;

import io.servicegroup.tooz.Characteristic;
import io.servicegroup.tooz.CoordinationObserver;
import io.servicegroup.tooz.Coordinator;
import io.servicegroup.tooz.Feature;
import io.servicegroup.tooz.InvalidToozUrlException;
import io.servicegroup.tooz.TlsMaterial;
import io.servicegroup.tooz.ToozUrl;
import io.servicegroup.tooz.UnsupportedCharacteristicException;
import io.servicegroup.tooz.concurrent.DaemonThreads;
import io.servicegroup.tooz.spi.Backend;
import io.servicegroup.tooz.spi.BackendType;
import io.servicegroup.tooz.spi.UrlOption;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Creates a {@link Coordinator} for a URL. This is the entry point of the library.
 * Thread-safe.
 *
 * @since 0.1.0
 */
public final class Coordinators {

	private static final Logger logger = LoggerFactory.getLogger(Coordinators.class);

	private Coordinators() {
	}

	/**
	 * Creates a coordinator. It does not connect before {@link Coordinator#start()}.
	 * @param url the coordination URL
	 * @param memberId the id of the member it serves
	 * @return a coordinator, not started
	 * @throws InvalidToozUrlException if the URL or the id is refused, or the backend's
	 * client is not on the class path
	 */
	public static Coordinator get(String url, String memberId) {
		return get(parse(url), memberId);
	}

	/**
	 * Creates a coordinator for a parsed URL.
	 * @param url the coordination URL
	 * @param memberId the id of the member it serves
	 * @return a coordinator, not started
	 * @throws InvalidToozUrlException if the id is refused, or the backend's client is
	 * not on the class path
	 */
	public static ManagedCoordinator get(ToozUrl url, String memberId) {
		return get(url, memberId, CoordinationObserver.NONE);
	}

	/**
	 * Creates a coordinator for a parsed URL that is observed.
	 * @param url the coordination URL
	 * @param memberId the id of the member it serves
	 * @param observer observes its calls to the store and its locks
	 * @return a coordinator, not started
	 * @throws InvalidToozUrlException as for {@link #get(ToozUrl, String)}
	 */
	public static ManagedCoordinator get(ToozUrl url, String memberId, CoordinationObserver observer) {
		BackendType type = BackendTypes.of(url);
		ToozUrl raw = url.withRawLogin();
		return over(type, () -> type.create(url, memberId), (raw != null) ? () -> type.create(raw, memberId) : null,
				memberId, CoordinationObserver.all(List.of(observer)));
	}

	/**
	 * Creates a coordinator for a backend that has no URL.
	 * @param type the features of the backend and the ids that it accepts
	 * @param backends creates the backend; called again for each start after a stop
	 * @param memberId the id of the member it serves
	 * @return a coordinator, not started
	 * @throws InvalidToozUrlException if the id is refused
	 */
	public static ManagedCoordinator over(BackendType type, Supplier<Backend> backends, String memberId) {
		return over(type, backends, null, memberId, CoordinationObserver.NONE);
	}

	private static ManagedCoordinator over(BackendType type, Supplier<Backend> backends,
			@Nullable Supplier<Backend> rawLogin, String memberId, CoordinationObserver observer) {
		IdValidator ids = new IdValidator(type);
		ids.check("member", memberId);
		String name = type.schemes().iterator().next();
		Supplier<Backend> observed = () -> ObservedBackend.of(backends.get(), name, observer);
		Supplier<Backend> observedRaw = (rawLogin != null) ? () -> ObservedBackend.of(rawLogin.get(), name, observer)
				: null;
		return new BackendCoordinator(
				new BackendConnection(type, observed, observedRaw, DaemonThreads.starting(BackendConnection.THREAD)),
				memberId, ids, new LockManager(), observer);
	}

	/**
	 * Creates a coordinator that must have certain characteristics.
	 * @param url the coordination URL
	 * @param memberId the id of the member it serves
	 * @param characteristics the required characteristics
	 * @return a coordinator, not started
	 * @throws UnsupportedCharacteristicException if the backend lacks one of them
	 * @throws InvalidToozUrlException as for {@link #get(String, String)}
	 */
	public static Coordinator get(String url, String memberId, Set<Characteristic> characteristics) {
		Set<Characteristic> missing = new TreeSet<>(characteristics);
		missing.removeAll(BackendTypes.of(parse(url)).characteristics());
		if (!missing.isEmpty()) {
			throw new UnsupportedCharacteristicException(backendName(parse(url)), missing);
		}
		return get(url, memberId);
	}

	/**
	 * Returns the type of a URL's backend.
	 * @param url the URL
	 * @return the type
	 * @throws InvalidToozUrlException if no backend has the URL's scheme
	 */
	public static BackendType backendType(ToozUrl url) {
		return BackendTypes.of(url);
	}

	/**
	 * Returns the features of a URL's backend.
	 * @param url the URL
	 * @return the features
	 */
	public static Set<Feature> features(ToozUrl url) {
		return BackendTypes.of(url).features();
	}

	/**
	 * Parses a URL and checks it for its backend.
	 * @param url the text
	 * @return the URL
	 * @throws InvalidToozUrlException if the URL is refused; its message shows no secret
	 */
	public static ToozUrl parse(String url) {
		return parse(url, null);
	}

	/**
	 * Parses a URL that is used with the given TLS material, and checks it for its
	 * backend.
	 * @param url the text
	 * @param tlsMaterial the keys and trusted certificates, which enable TLS; or
	 * {@code null} to use the URL's own options
	 * @return the URL
	 * @throws InvalidToozUrlException if the URL is refused; its message shows no secret
	 */
	public static ToozUrl parse(String url, @Nullable TlsMaterial tlsMaterial) {
		ToozUrl parsed = ToozUrl.parse(url);
		parsed = (tlsMaterial != null) ? parsed.securedBy(tlsMaterial) : parsed;
		BackendType type = BackendTypes.of(parsed);
		parsed = parsed.hiding(secrets(type.options()));
		for (String name : parsed.optionNames()) {
			checkOption(parsed, type.options(), name);
		}
		type.check(parsed);
		return parsed;
	}

	/**
	 * Refuses a group id that the URL's backend cannot store.
	 * @param url the URL
	 * @param group the group's id
	 * @throws InvalidToozUrlException if it is refused
	 */
	public static void checkGroup(ToozUrl url, String group) {
		new IdValidator(BackendTypes.of(url)).check("group", group);
	}

	/**
	 * Refuses a member id that the URL's backend cannot store.
	 * @param url the URL
	 * @param member the member's id
	 * @throws InvalidToozUrlException if it is refused
	 */
	public static void checkMember(ToozUrl url, String member) {
		new IdValidator(BackendTypes.of(url)).check("member", member);
	}

	/**
	 * Returns the name of a URL's backend.
	 * @param url the URL
	 * @return such as {@code zookeeper}, for {@code kazoo://} too
	 */
	public static String backendName(ToozUrl url) {
		return BackendTypes.of(url).schemes().iterator().next();
	}

	/**
	 * Checks one option. The message shows only the option's name: if the name is
	 * misspelled, its value may be a password.
	 */
	private static void checkOption(ToozUrl url, Map<String, UrlOption> known, String name) {
		UrlOption option = known.get(name);
		if (option == null) {
			throw new InvalidToozUrlException("The URL has an unknown option: '" + name + "'.",
					"Options of " + url.scheme() + ":// are " + usable(known) + "."
							+ Spelling.suggestion(name, known.keySet().stream()));
		}
		if (option == UrlOption.NOT_YET) {
			throw new InvalidToozUrlException(
					"The URL has the option '" + name + "' of tooz, which this version does not support yet.",
					"Remove it. Options of " + url.scheme() + ":// are " + usable(known) + ".");
		}
		if (option == UrlOption.PYTHON_ONLY) {
			logger.warn("Option '{}' of {} is ignored: it has no meaning in Java. Remove it from this URL", name, url);
		}
		for (String value : url.optionList(name)) {
			if (!option.accepts(value)) {
				throw new InvalidToozUrlException("The URL has a bad value for '" + name + "': '" + value + "'.",
						"It must be " + option.expected() + ".");
			}
		}
	}

	private static Set<String> secrets(Map<String, UrlOption> options) {
		return options.keySet()
			.stream()
			.filter((name) -> options.get(name) == UrlOption.SECRET)
			.collect(Collectors.toSet());
	}

	private static String usable(Map<String, UrlOption> known) {
		return known.entrySet()
			.stream()
			.filter((e) -> e.getValue() != UrlOption.NOT_YET && e.getValue() != UrlOption.PYTHON_ONLY)
			.map(Map.Entry::getKey)
			.sorted()
			.collect(Collectors.joining(", "));
	}

}
