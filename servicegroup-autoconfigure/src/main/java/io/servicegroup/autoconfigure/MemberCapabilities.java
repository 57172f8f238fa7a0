package io.servicegroup.autoconfigure;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

import io.servicegroup.CapabilitiesSupplier;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.context.properties.bind.BindException;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.bind.PropertySourcesPlaceholdersResolver;
import org.springframework.boot.context.properties.source.ConfigurationPropertySources;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.util.PlaceholderResolutionException;
import org.springframework.util.PropertyPlaceholderHelper;
import org.springframework.util.SystemPropertyUtils;

/**
 * Reads the capabilities that this application publishes. Thread-safe.
 *
 * @since 0.1.0
 */
public final class MemberCapabilities {

	private static final String PROPERTY = "servicegroup.capabilities";

	/** Refuses placeholders that it cannot resolve. */
	private static final PropertyPlaceholderHelper PLACEHOLDERS = new PropertyPlaceholderHelper(
			SystemPropertyUtils.PLACEHOLDER_PREFIX, SystemPropertyUtils.PLACEHOLDER_SUFFIX,
			SystemPropertyUtils.VALUE_SEPARATOR, SystemPropertyUtils.ESCAPE_CHARACTER, false);

	private final ConfigurableEnvironment environment;

	private final ObjectProvider<WebServerCapabilities> webServer;

	private final ObjectProvider<CapabilitiesSupplier> suppliers;

	/**
	 * Creates the reader. Reads nothing.
	 * @param environment the environment with the configured capabilities
	 * @param webServer those of the web server
	 * @param suppliers those of the application
	 */
	MemberCapabilities(ConfigurableEnvironment environment, ObjectProvider<WebServerCapabilities> webServer,
			ObjectProvider<CapabilitiesSupplier> suppliers) {
		this.environment = environment;
		this.webServer = webServer;
		this.suppliers = suppliers;
	}

	/** Returns those of the web server, replaced by those of the suppliers. */
	Map<String, Object> common() {
		Map<String, Object> common = new LinkedHashMap<>();
		this.webServer.ifAvailable((server) -> common.putAll(server.read()));
		this.suppliers.orderedStream().forEach((supplier) -> common.putAll(supplier.get()));
		return common;
	}

	/**
	 * Returns those of the properties {@code servicegroup.capabilities.*}, as they are
	 * now. Once the web server listens, this resolves {@code local.server.port}, which is
	 * unknown when the properties' bean is bound.
	 * @return the capabilities, without those of the web server and of suppliers
	 * @throws io.servicegroup.ServiceGroupException if a value has an unresolved
	 * placeholder
	 */
	public Map<String, Object> configured() {
		Map<String, Object> copy = new LinkedHashMap<>();
		bind().forEach((name, value) -> copy.put(name, withLists(value)));
		if ("0".equals(copy.get(WebServerCapabilities.PORT))
				&& this.environment.containsProperty("local.server.port")) {
			// From ${server.port}: the port that the system has chosen is published.
			copy.remove(WebServerCapabilities.PORT);
		}
		return copy;
	}

	private Map<String, Object> bind() {
		Binder binder = new Binder(ConfigurationPropertySources.get(this.environment),
				new PropertySourcesPlaceholdersResolver(this.environment.getPropertySources(), PLACEHOLDERS));
		try {
			return binder.bind(PROPERTY, Bindable.mapOf(String.class, Object.class)).orElseGet(Map::of);
		}
		catch (BindException ex) {
			if (ex.getCause() instanceof PlaceholderResolutionException unresolved) {
				throw new InvalidPropertyException(
						(ex.getProperty() != null) ? ex.getProperty().getName().toString() : PROPERTY,
						"Unresolved placeholder: " + unresolved.getMessage() + ".",
						"Set the property that it names, or give it a default, such as ${name:default}. "
								+ "Write \\${name} for a text that is no placeholder.");
			}
			throw ex;
		}
	}

	/** Converts maps of indexes to lists: Spring Boot binds a list as such a map. */
	private static Object withLists(Object value) {
		if (!(value instanceof Map<?, ?> map)) {
			return value;
		}
		Map<Object, Object> copy = new LinkedHashMap<>();
		map.forEach((name, element) -> copy.put(name, withLists(element)));
		List<String> indexes = IntStream.range(0, copy.size()).mapToObj(Integer::toString).toList();
		return (!copy.isEmpty() && indexes.equals(List.copyOf(copy.keySet()))) ? List.copyOf(copy.values()) : copy;
	}

}
