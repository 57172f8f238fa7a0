package io.servicegroup.tooz;

import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.ServiceLoader;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;

import org.springframework.boot.ssl.SslBundle;

/**
 * The way in: makes a {@link Coordinator} of a URL.
 */
public final class Coordinators {

	private static final List<BackendType> TYPES = ServiceLoader
		.load(BackendType.class, Coordinators.class.getClassLoader())
		.stream()
		.map(ServiceLoader.Provider::get)
		.toList();

	private Coordinators() {
	}

	/**
	 * Makes a coordinator; nothing is connected before {@link Coordinator#start()}.
	 * @param url the coordination URL
	 * @param memberId the id of the member it serves
	 * @return a coordinator, not started
	 * @throws InvalidToozUrl if the URL or the id is refused, or the backend's client is
	 * not on the class path
	 */
	public static Coordinator get(String url, String memberId) {
		return get(parse(url), memberId);
	}

	/**
	 * Makes a coordinator of a URL that was parsed before.
	 * @param url the coordination URL
	 * @param memberId the id of the member it serves
	 * @return a coordinator, not started
	 * @throws InvalidToozUrl if the id is refused, or the backend's client is not on the
	 * class path
	 */
	public static ManagedCoordinator get(ToozUrl url, String memberId) {
		BackendType type = type(url);
		try {
			return over(type, () -> type.create(url, memberId), memberId);
		}
		catch (NoClassDefFoundError ex) {
			throw new InvalidToozUrl("The client for '" + url + "' is not on the class path.",
					"Add " + type.client() + ", or, where servicegroup-starter brings it, stop excluding it.");
		}
	}

	/**
	 * Makes a coordinator over a backend that no URL describes.
	 * @param type what the backend has, and which ids it holds
	 * @param backends makes the backend, and again for each start after a stop
	 * @param memberId the id of the member it serves
	 * @return a coordinator, not started
	 * @throws InvalidToozUrl if the id is refused
	 */
	public static ManagedCoordinator over(BackendType type, Supplier<Backend> backends, String memberId) {
		Ids ids = new Ids(type);
		ids.check("member", memberId);
		return new BackendCoordinator(new BackendLink(type, backends), memberId, ids, new LockManager());
	}

	/**
	 * Makes a coordinator that has to have certain characteristics.
	 * @param url the coordination URL
	 * @param memberId the id of the member it serves
	 * @param characteristics what is required
	 * @return a coordinator, not started
	 * @throws ToozDriverChosenPoorly if the backend lacks one of them
	 * @throws InvalidToozUrl as for {@link #get(String, String)}
	 */
	public static Coordinator get(String url, String memberId, Set<Characteristic> characteristics) {
		Set<Characteristic> missing = new TreeSet<>(characteristics);
		missing.removeAll(type(parse(url)).characteristics());
		if (!missing.isEmpty()) {
			throw new ToozDriverChosenPoorly(backendName(parse(url)), missing);
		}
		return get(url, memberId);
	}

	/**
	 * Returns what a URL's backend has.
	 * @param url the URL
	 * @return the features
	 */
	public static Set<Feature> features(ToozUrl url) {
		return type(url).features();
	}

	/**
	 * Parses a URL and refuses what its backend does not know.
	 * @param url the text
	 * @return the URL
	 * @throws InvalidToozUrl if it is refused; shows no secret
	 */
	public static ToozUrl parse(String url) {
		return parse(url, null);
	}

	/**
	 * Parses a URL whose connections an SSL bundle secures, and refuses what its backend
	 * does not know.
	 * @param url the text
	 * @param sslBundle whom to trust and what to show the server: asks for TLS; or
	 * {@code null} for what the URL's options say
	 * @return the URL
	 * @throws InvalidToozUrl if it is refused; shows no secret
	 */
	public static ToozUrl parse(String url, @Nullable SslBundle sslBundle) {
		ToozUrl parsed = ToozUrl.parse(url);
		parsed = (sslBundle != null) ? parsed.securedBy(sslBundle) : parsed;
		BackendType type = type(parsed);
		for (String name : parsed.optionNames()) {
			checkOption(parsed, type.options(), name);
		}
		type.check(parsed);
		return parsed;
	}

	/**
	 * Refuses a group id that the URL's backend cannot hold.
	 * @param url the URL
	 * @param group the group's id
	 * @throws InvalidToozUrl if it is refused
	 */
	public static void checkGroup(ToozUrl url, String group) {
		new Ids(type(url)).check("group", group);
	}

	/**
	 * Refuses a member id that the URL's backend cannot hold.
	 * @param url the URL
	 * @param member the member's id
	 * @throws InvalidToozUrl if it is refused
	 */
	public static void checkMember(ToozUrl url, String member) {
		new Ids(type(url)).check("member", member);
	}

	/**
	 * Returns the name of a URL's backend.
	 * @param url the URL
	 * @return such as {@code zookeeper}, for {@code kazoo://} too
	 */
	public static String backendName(ToozUrl url) {
		return type(url).schemes().iterator().next();
	}

	private static BackendType type(ToozUrl url) {
		return TYPES.stream()
			.filter((type) -> type.schemes().contains(url.scheme()))
			.findFirst()
			.orElseThrow(() -> refusal(url.scheme()));
	}

	private static InvalidToozUrl refusal(String scheme) {
		InvalidToozUrl ofTooz = OtherSchemes.refusal(scheme);
		if (ofTooz != null) {
			return ofTooz;
		}
		TreeSet<String> known = schemes().collect(Collectors.toCollection(TreeSet::new));
		return new InvalidToozUrl("The URL has an unknown scheme: '" + scheme + "'.",
				"Use one of " + String.join(", ", known) + "." + nearest(scheme, known.stream()));
	}

	/** Those to be named: nobody is led to what is to go. */
	private static Stream<String> schemes() {
		return TYPES.stream()
			.filter((type) -> !type.getClass().isAnnotationPresent(Deprecated.class))
			.flatMap((type) -> type.schemes().stream());
	}

	/** Shows no more of the URL: an option with a slip in its name may be a password. */
	private static void checkOption(ToozUrl url, Map<String, UrlOption> known, String name) {
		UrlOption option = known.get(name);
		if (option == null) {
			throw new InvalidToozUrl("The URL has an unknown option: '" + name + "'.", "Options of " + url.scheme()
					+ ":// are " + usable(known) + "." + nearest(name, known.keySet().stream()));
		}
		if (option == UrlOption.NOT_YET) {
			throw new InvalidToozUrl(
					"The URL asks for '" + name + "', which tooz has and this version does not support yet.",
					"Leave it out. Options of " + url.scheme() + ":// are " + usable(known) + ".");
		}
		for (String value : url.optionList(name)) {
			if (!option.accepts(value)) {
				throw new InvalidToozUrl("The URL has a bad value for '" + name + "': '" + value + "'.",
						"It has to be " + option.expected() + ".");
			}
		}
	}

	private static String usable(Map<String, UrlOption> known) {
		return known.entrySet()
			.stream()
			.filter((e) -> e.getValue() != UrlOption.NOT_YET)
			.map(Map.Entry::getKey)
			.sorted()
			.collect(Collectors.joining(", "));
	}

	private static String nearest(String wrong, Stream<String> known) {
		return known.min(Comparator.comparingInt((name) -> distance(wrong, name)))
			.filter((name) -> distance(wrong, name) <= Math.max(2, name.length() / 3))
			.map((name) -> " Did you mean '" + name + "'?")
			.orElse("");
	}

	/** Levenshtein's distance, by rows. */
	private static int distance(String a, String b) {
		int[] row = new int[b.length() + 1];
		for (int i = 0; i <= a.length(); i++) {
			int diagonal = i - 1;
			for (int j = 0; j <= b.length(); j++) {
				int above = row[j];
				row[j] = (i == 0) ? j : (j == 0) ? i : Math.min(Math.min(above, row[j - 1]) + 1,
						diagonal + ((a.charAt(i - 1) == b.charAt(j - 1)) ? 0 : 1));
				diagonal = above;
			}
		}
		return row[b.length()];
	}

}
