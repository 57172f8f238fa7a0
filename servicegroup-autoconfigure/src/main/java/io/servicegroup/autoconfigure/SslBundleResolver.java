package io.servicegroup.autoconfigure;

import java.util.List;
import java.util.function.Supplier;
import java.util.stream.Collectors;

import io.servicegroup.tooz.TlsMaterial;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.ssl.NoSuchSslBundleException;
import org.springframework.boot.ssl.SslBundle;
import org.springframework.boot.ssl.SslBundles;

/**
 * Resolves the SSL bundle that {@code servicegroup.ssl.bundle} names.
 *
 * @param name the bundle's name, or {@code null} for none
 * @param bundles the application's bundles, or {@code null} without SSL support
 * @param otherwise returns the bundle to use if there is no name, or {@code null}
 */
record SslBundleResolver(@Nullable String name, @Nullable SslBundles bundles, Supplier<@Nullable SslBundle> otherwise) {

	/** Creates a resolver that uses another bundle if there is no name. */
	SslBundleResolver or(Supplier<@Nullable SslBundle> other) {
		return new SslBundleResolver(this.name, this.bundles, other);
	}

	/**
	 * Returns the TLS material of the bundle.
	 * @return the material, or {@code null} if no bundle is configured
	 */
	@Nullable TlsMaterial get() {
		if (this.name == null) {
			SslBundle other = this.otherwise.get();
			return (other != null) ? new SslBundleMaterial(new GivenBundle(other, this.otherwise)) : null;
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
			// Thrown below, as if there were no bundles.
		}
		throw new InvalidPropertyException("servicegroup.ssl.bundle", "Unknown SSL bundle '" + name + "'.",
				"Define it with spring.ssl.bundle.pem." + name + ".*, or use a defined bundle: "
						+ (known.isEmpty() ? "none" : known.stream().sorted().collect(Collectors.joining(", "))) + ".");
	}

}
