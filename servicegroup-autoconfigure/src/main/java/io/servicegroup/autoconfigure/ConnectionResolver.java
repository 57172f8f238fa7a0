package io.servicegroup.autoconfigure;

import java.util.List;
import java.util.function.Supplier;

import io.servicegroup.tooz.ClientCustomizers;
import io.servicegroup.tooz.CredentialsSupplier;
import io.servicegroup.tooz.InvalidToozUrlException;
import io.servicegroup.tooz.ToozUrl;
import io.servicegroup.tooz.coordination.Coordinators;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.ssl.SslBundle;
import org.springframework.util.StringUtils;

/**
 * Finds the coordination service: that of {@code servicegroup.tooz-url}, of a bean with
 * connection details, or one that the application uses anyway.
 *
 * @param configured the value of the property
 * @param details the beans with connection details
 * @param servers the servers that the application uses
 * @param credentials the application's credentials, or {@code null} for those of the URL
 * @param customizers those of the client library's builders
 */
record ConnectionResolver(@Nullable String configured, List<ServiceGroupConnectionDetails> details,
		List<ApplicationServer> servers, @Nullable CredentialsSupplier credentials, ClientCustomizers customizers) {

	static final String PROPERTY = "servicegroup.tooz-url";

	private static final String EXAMPLE = "Name the server, such as redis://localhost:6379?timeout=5";

	/** Leaves out the URL, which may contain a password. */
	@Override
	public String toString() {
		return "ConnectionResolver[details=" + this.details.size() + ", servers=" + this.servers.size() + "]";
	}

	/** Adds the application's credentials and customizers to a URL. */
	ToozUrl complete(ToozUrl url) {
		ToozUrl customized = url.customizedBy(this.customizers);
		return (this.credentials != null) ? customized.withCredentials(this.credentials) : customized;
	}

	/** Returns the URL and bundle to use. The URL is not checked. */
	ServiceGroupConnectionDetails resolve() {
		BareUrl bare = BareUrl.parse(this.configured);
		ServiceGroupConnectionDetails found = StringUtils.hasText(this.configured) ? ofBackend(this.configured)
				: single(this.details);
		if (bare == null) {
			return (found != null) ? found : new Resolved((this.configured != null) ? this.configured : "");
		}
		ServiceGroupConnectionDetails server = (found != null) ? found : applicationServer(bare);
		return new Resolved(bare.addOptionsTo(server.getToozUrl()), server::getSslBundle);
	}

	private @Nullable ServiceGroupConnectionDetails ofBackend(String url) {
		String backend = backend(BareUrl.withAnyServer(url));
		return single(this.details.stream()
			.filter((one) -> backend != null && backend.equals(backend(one.getToozUrl())))
			.toList());
	}

	/** An invalid URL is refused later. */
	private static @Nullable String backend(String url) {
		try {
			return Coordinators.backendName(ToozUrl.parse(url));
		}
		catch (InvalidToozUrlException ex) {
			return null;
		}
	}

	private static @Nullable ServiceGroupConnectionDetails single(List<ServiceGroupConnectionDetails> found) {
		if (found.size() > 1) {
			throw new InvalidPropertyException(PROPERTY,
					"There are connection details of " + found.size() + " coordination services.",
					"Choose one by its backend, such as servicegroup.tooz-url=redis:, or remove the others: "
							+ "@ServiceConnection has an attribute 'type', and a service of Docker Compose is left out by the "
							+ "label org.springframework.boot.ignore.");
		}
		return found.isEmpty() ? null : found.get(0);
	}

	private ServiceGroupConnectionDetails applicationServer(BareUrl bare) {
		return this.servers.stream()
			.filter((server) -> server.schemes().contains(bare.scheme()))
			.findFirst()
			.orElseThrow(() -> new InvalidPropertyException(PROPERTY, "The URL '" + bare
				.scheme() + ":' names no server, and the application has none of its own to use.", EXAMPLE
						+ ". Without a server, redis: needs Spring Data Redis, zookeeper: needs Curator, and postgresql: "
						+ "and mysql: need Spring Boot's JDBC support on the class path."))
			.details();
	}

	/** Refuses a server that the application has not, or not once. */
	static InvalidPropertyException notOne(String scheme, String what, boolean none) {
		return new InvalidPropertyException(PROPERTY,
				"The URL '" + scheme + ":' uses the application's " + what + ", but there "
						+ (none ? "is none." : "are several and none is @Primary."),
				none ? EXAMPLE + ", or define a " + what + "." : EXAMPLE + ", or mark one " + what + " as @Primary.");
	}

	/**
	 * A coordination service.
	 *
	 * @param getToozUrl the URL
	 * @param bundle returns the bundle, or {@code null} for what the URL says
	 */
	record Resolved(String getToozUrl, Supplier<@Nullable SslBundle> bundle) implements ServiceGroupConnectionDetails {

		Resolved(String toozUrl) {
			this(toozUrl, () -> null);
		}

		@Override
		public @Nullable SslBundle getSslBundle() {
			return this.bundle.get();
		}

		/** Leaves out the URL, which may contain a password. */
		@Override
		public String toString() {
			return "Resolved[]";
		}

	}

}
