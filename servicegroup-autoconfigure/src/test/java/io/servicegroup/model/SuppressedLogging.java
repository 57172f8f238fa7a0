package io.servicegroup.model;

import java.util.concurrent.Callable;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.turbo.TurboFilter;
import ch.qos.logback.core.spi.FilterReply;
import org.slf4j.LoggerFactory;
import org.slf4j.Marker;

/**
 * Suppresses the logs of the thread that runs the model.
 */
final class SuppressedLogging extends TurboFilter {

	private static final ThreadLocal<Boolean> SUPPRESSED = ThreadLocal.withInitial(() -> false);

	static {
		((LoggerContext) LoggerFactory.getILoggerFactory()).addTurboFilter(new SuppressedLogging());
	}

	static <T> T call(Callable<T> work) throws Exception {
		SUPPRESSED.set(true);
		try {
			return work.call();
		}
		finally {
			SUPPRESSED.set(false);
		}
	}

	@Override
	public FilterReply decide(Marker marker, Logger logger, Level level, String format, Object[] params, Throwable t) {
		return SUPPRESSED.get() ? FilterReply.DENY : FilterReply.NEUTRAL;
	}

}
