package io.servicegroup.autoconfigure;

import java.io.Serial;

import org.jspecify.annotations.Nullable;

import org.springframework.boot.SpringBootVersion;
import org.springframework.boot.context.event.ApplicationEnvironmentPreparedEvent;
import org.springframework.context.ApplicationListener;

/**
 * Fails the start on Spring Boot 3. There, the auto-configuration would be applied in
 * part only. Uses nothing that Spring Boot 3 does not have.
 */
final class SpringBootVersionVerifier implements ApplicationListener<ApplicationEnvironmentPreparedEvent> {

	private final @Nullable String version;

	SpringBootVersionVerifier() {
		this(SpringBootVersion.getVersion());
	}

	SpringBootVersionVerifier(@Nullable String version) {
		this.version = version;
	}

	@Override
	public void onApplicationEvent(ApplicationEnvironmentPreparedEvent event) {
		verify();
	}

	/**
	 * Checks the version.
	 * @throws IncompatibleVersionException if it is older than 4
	 */
	void verify() {
		if (this.version != null && this.version.matches("[1-3]\\..*")) {
			throw new IncompatibleVersionException(this.version);
		}
	}

	/** The application runs with a version of Spring Boot that is too old. */
	static final class IncompatibleVersionException extends RuntimeException {

		@Serial
		private static final long serialVersionUID = 1;

		IncompatibleVersionException(String version) {
			super("servicegroup needs Spring Boot 4, but this application uses Spring Boot " + version + ".");
		}

	}

}
