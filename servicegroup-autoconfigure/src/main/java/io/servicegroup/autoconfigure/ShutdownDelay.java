package io.servicegroup.autoconfigure;

import java.time.Duration;

import org.springframework.boot.web.context.servlet.AnnotationConfigServletWebApplicationContext;
import org.springframework.context.ApplicationContext;
import org.springframework.util.ClassUtils;

/**
 * Delays the shutdown of a web application after it has left the group, so that the other
 * members notice that it left before it stops.
 *
 * @param context the application's context
 * @param pollInterval the poll interval, assumed to be the same for all members
 */
record ShutdownDelay(ApplicationContext context, Duration pollInterval) {

	/** Limits the delay if the poll interval is long. */
	private static final Duration MAX_LENGTH = Duration.ofSeconds(5);

	private static final boolean SERVLETS = ClassUtils.isPresent("jakarta.servlet.ServletContext", null)
			&& ClassUtils.isPresent("org.springframework.web.context.WebApplicationContext", null);

	/** Returns the poll interval and a quarter of it, for the time that a read takes. */
	Duration length() {
		Duration length = this.pollInterval.multipliedBy(5).dividedBy(4);
		return (length.compareTo(MAX_LENGTH) < 0) ? length : MAX_LENGTH;
	}

	/** Waits if a web server listens, also one to which the application is deployed. */
	void await() {
		if (this.context.getEnvironment().containsProperty("local.server.port")
				|| (SERVLETS && Servlets.isDeployed(this.context))) {
			try {
				Thread.sleep(length().toMillis());
			}
			catch (InterruptedException ex) {
				Thread.currentThread().interrupt();
			}
		}
	}

	/** Its class needs the Servlet API. */
	private static final class Servlets {

		/** Returns whether it is deployed as a WAR; not so in a mock environment. */
		static boolean isDeployed(ApplicationContext context) {
			return context instanceof AnnotationConfigServletWebApplicationContext;
		}

	}

}
