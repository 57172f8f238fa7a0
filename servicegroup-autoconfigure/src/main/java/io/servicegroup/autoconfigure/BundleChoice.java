package io.servicegroup.autoconfigure;

import java.util.List;
import java.util.stream.Collectors;

import org.jspecify.annotations.Nullable;

import org.springframework.boot.ssl.NoSuchSslBundleException;
import org.springframework.boot.ssl.SslBundle;
import org.springframework.boot.ssl.SslBundles;

/**
 * The SSL bundle that {@code servicegroup.ssl.bundle} names, if it names any.
 */
record BundleChoice(@Nullable String name, @Nullable SslBundles bundles) {

	@Nullable SslBundle get() {
		if (this.name == null) {
			return null;
		}
		List<String> known = (this.bundles != null) ? this.bundles.getBundleNames() : List.of();
		try {
			if (this.bundles != null) {
				return this.bundles.getBundle(this.name);
			}
		}
		catch (NoSuchSslBundleException ex) {
			// Refused below, like the lack of any.
		}
		throw new InvalidPropertyException("servicegroup.ssl.bundle", "There is no SSL bundle '" + this.name + "'.",
				"Define it by spring.ssl.bundle.pem." + this.name + ".*, or name one of those there are: "
						+ (known.isEmpty() ? "none" : known.stream().sorted().collect(Collectors.joining(", "))) + ".");
	}

}
