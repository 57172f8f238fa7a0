package io.servicegroup.autoconfigure;

import java.util.List;
import java.util.stream.Collectors;

import io.servicegroup.tooz.TlsMaterial;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.ssl.NoSuchSslBundleException;
import org.springframework.boot.ssl.SslBundle;
import org.springframework.boot.ssl.SslBundles;

/**
 * The SSL bundle that {@code servicegroup.ssl.bundle} names, if it names any.
 */
record SslBundleResolver(@Nullable String name, @Nullable SslBundles bundles) {

	/**
	 * Returns the material of the bundle.
	 * @return the material, or {@code null} if no bundle is named
	 */
	@Nullable TlsMaterial get() {
		if (this.name == null) {
			return null;
		}
		bundle(this.name);
		return new SslBundleMaterial(() -> bundle(this.name));
	}

	private SslBundle bundle(String name) {
		List<String> known = (this.bundles != null) ? this.bundles.getBundleNames() : List.of();
		try {
			if (this.bundles != null) {
				return this.bundles.getBundle(name);
			}
		}
		catch (NoSuchSslBundleException ex) {
			// Refused below, like the lack of any.
		}
		throw new InvalidPropertyException("servicegroup.ssl.bundle", "There is no SSL bundle '" + name + "'.",
				"Define it by spring.ssl.bundle.pem." + name + ".*, or name one of those there are: "
						+ (known.isEmpty() ? "none" : known.stream().sorted().collect(Collectors.joining(", "))) + ".");
	}

}
