package io.servicegroup.tooz;

import java.util.List;
import java.util.function.Supplier;
import java.util.stream.Stream;

/**
 * Explains which library a backend misses.
 */
final class MissingLibrary {

	/** What every backend needs. */
	private static final String CORE = "org.msgpack:msgpack-core";

	private MissingLibrary() {
	}

	/**
	 * Does work that loads classes of a backend's client.
	 * @param type the backend's type
	 * @param url the URL that asked for it
	 * @param work the work
	 * @return what the work returns
	 * @throws InvalidToozUrl if a class is missing; its cause is the error
	 */
	static <T> T explain(BackendType type, ToozUrl url, Supplier<T> work) {
		try {
			return work.get();
		}
		catch (NoClassDefFoundError ex) {
			String missing = String.valueOf(ex.getMessage()).replace('/', '.');
			throw new InvalidToozUrl("A library for '" + url + "' is not on the class path: " + missing + ".", "Add "
					+ artifacts(type, missing) + ", or, where servicegroup-starter brings it, stop excluding it.", ex);
		}
	}

	/**
	 * Returns the artifact whose group is the beginning of the class's name, if any is.
	 */
	private static String artifacts(BackendType type, String missing) {
		List<String> needed = Stream.of((type.client() + ", " + CORE).split(", ")).toList();
		return needed.stream()
			.filter((artifact) -> missing
				.startsWith(artifact.substring(0, artifact.indexOf(':') + 1).replace(':', '.')))
			.findFirst()
			.orElse(type.client() + " with all libraries that it depends on");
	}

}
