package io.servicegroup.tooz.coordination;

import java.util.Map;
import java.util.function.Supplier;
import java.util.stream.Collectors;

import io.servicegroup.tooz.InvalidToozUrlException;
import io.servicegroup.tooz.spi.BackendType;

/**
 * Explains which library of a backend is missing on the class path.
 */
final class MissingLibrary {

	private MissingLibrary() {
	}

	/**
	 * Runs an action that may load classes of a backend's client.
	 * @param type the backend's type
	 * @param work the action
	 * @return the result of the action
	 * @throws InvalidToozUrlException if a class is missing; the cause names it
	 */
	static <T> T explain(BackendType type, Supplier<T> work) {
		try {
			return work.get();
		}
		catch (NoClassDefFoundError ex) {
			String backend = type.schemes().iterator().next();
			String name = String.valueOf(ex.getMessage()).replace('/', '.');
			throw new InvalidToozUrlException(
					"The backend '" + backend + "' needs " + name + ", which is not on the class path.", fix(type), ex);
		}
	}

	private static String fix(BackendType type) {
		ClassLoader loader = type.getClass().getClassLoader();
		String absent = type.libraries()
			.entrySet()
			.stream()
			.filter((library) -> loader.getResource(library.getKey().replace('.', '/') + ".class") == null)
			.map(Map.Entry::getValue)
			.sorted()
			.collect(Collectors.joining(", "));
		return absent.isEmpty()
				? "Add the library that has this class; one of these depends on it: "
						+ type.libraries().values().stream().sorted().collect(Collectors.joining(", ")) + "."
				: "Add " + absent + ", or, where servicegroup-starter brings it, stop excluding it.";
	}

}
