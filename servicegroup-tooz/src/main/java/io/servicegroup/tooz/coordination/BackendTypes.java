package io.servicegroup.tooz.coordination;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.ServiceConfigurationError;
import java.util.ServiceLoader;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import io.servicegroup.tooz.InvalidToozUrlException;
import io.servicegroup.tooz.ToozUrl;
import io.servicegroup.tooz.spi.BackendType;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Finds the backend types on the class path. A type that cannot be loaded is logged and
 * skipped.
 */
final class BackendTypes {

	private static final Logger logger = LoggerFactory.getLogger(BackendTypes.class);

	private static final List<BackendType> TYPES = load(BackendTypes.class.getClassLoader());

	/** The backends that are modules of their own, by their schemes. */
	private static final Map<String, String> MODULES = Map.of("etcd3+http", "servicegroup-etcd", "etcd3+https",
			"servicegroup-etcd");

	private BackendTypes() {
	}

	static List<BackendType> load(ClassLoader loader) {
		Iterator<BackendType> types = ServiceLoader.load(BackendType.class, loader).iterator();
		List<BackendType> loaded = new ArrayList<>();
		while (true) {
			try {
				if (!types.hasNext()) {
					return List.copyOf(loaded);
				}
				loaded.add(types.next());
			}
			catch (ServiceConfigurationError | LinkageError ex) {
				logger.warn(
						"Loading of a backend type failed: URLs with its schemes are refused. "
								+ "Add the library that is missing, or remove the backend. Cause: {}",
						String.valueOf(ex), ex);
			}
		}
	}

	/**
	 * Returns the backend type of a URL.
	 * @param url the URL
	 * @return the type
	 * @throws InvalidToozUrlException if no backend has the URL's scheme
	 */
	static BackendType of(ToozUrl url) {
		return TYPES.stream()
			.filter((type) -> type.schemes().contains(url.scheme()))
			.findFirst()
			.orElseThrow(() -> refusal(url.scheme()));
	}

	private static InvalidToozUrlException refusal(String scheme) {
		InvalidToozUrlException ofTooz = UnsupportedSchemes.refusal(scheme);
		if (ofTooz != null) {
			return ofTooz;
		}
		String module = MODULES.get(scheme);
		if (module != null) {
			return new InvalidToozUrlException("The backend '" + scheme + "' is not on the class path.",
					"Add io.servicegroup:" + module + ", or, where servicegroup-starter brings it, stop excluding it.");
		}
		TreeSet<String> known = schemes().collect(Collectors.toCollection(TreeSet::new));
		return new InvalidToozUrlException("The URL has an unknown scheme: '" + scheme + "'.",
				"Use one of " + String.join(", ", known) + "."
						+ Spelling.suggestion(scheme, known.stream().filter((name) -> !mayDropTls(scheme, name))));
	}

	/**
	 * Returns whether a suggestion may turn TLS off: a scheme that ends with more letters
	 * s than the suggestion may be meant as one with TLS, as https is.
	 */
	private static boolean mayDropTls(String scheme, String suggestion) {
		return trailingS(scheme) > trailingS(suggestion);
	}

	private static int trailingS(String scheme) {
		return scheme.length() - scheme.replaceFirst("s+$", "").length();
	}

	/** Returns the schemes to suggest, without those of deprecated backends. */
	private static Stream<String> schemes() {
		return Stream.concat(MODULES.keySet().stream(),
				TYPES.stream()
					.filter((type) -> !type.getClass().isAnnotationPresent(Deprecated.class))
					.flatMap((type) -> type.schemes().stream()));
	}

}
