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
 * Keeps the thread that runs the model from logging, and no other.
 */
final class Quiet extends TurboFilter {

	private static final ThreadLocal<Boolean> QUIET = ThreadLocal.withInitial(() -> false);

	static {
		((LoggerContext) LoggerFactory.getILoggerFactory()).addTurboFilter(new Quiet());
	}

	static <T> T call(Callable<T> work) throws Exception {
		QUIET.set(true);
		try {
			return work.call();
		}
		finally {
			QUIET.set(false);
		}
	}

	@Override
	public FilterReply decide(Marker marker, Logger logger, Level level, String format, Object[] params, Throwable t) {
		return QUIET.get() ? FilterReply.DENY : FilterReply.NEUTRAL;
	}

}
