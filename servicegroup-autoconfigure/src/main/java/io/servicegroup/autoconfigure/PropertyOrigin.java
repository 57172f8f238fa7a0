package io.servicegroup.autoconfigure;

import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.source.ConfigurationProperty;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName;
import org.springframework.boot.context.properties.source.ConfigurationPropertySource;
import org.springframework.boot.context.properties.source.ConfigurationPropertySources;
import org.springframework.core.env.Environment;

/**
 * Finds where a property was set, for failure analyses.
 */
final class PropertyOrigin {

	private PropertyOrigin() {
	}

	/** Returns two lines with the property and its origin. */
	static String describe(Environment environment, String property) {
		ConfigurationProperty found = find(environment, property);
		return "\n\n    Property: " + property + "\n    Origin: "
				+ ((found != null) ? String.valueOf(found.getOrigin()) : "not set");
	}

	static boolean isSet(Environment environment, String property) {
		return find(environment, property) != null;
	}

	private static @Nullable ConfigurationProperty find(Environment environment, String property) {
		ConfigurationPropertyName name = ConfigurationPropertyName.of(property);
		for (ConfigurationPropertySource source : ConfigurationPropertySources.get(environment)) {
			ConfigurationProperty found = source.getConfigurationProperty(name);
			if (found != null) {
				return found;
			}
		}
		return null;
	}

}
