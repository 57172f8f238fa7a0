package io.servicegroup.autoconfigure;

import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.regex.Pattern;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.ThrowableProxyUtil;
import ch.qos.logback.core.Appender;
import ch.qos.logback.core.AppenderBase;
import org.slf4j.LoggerFactory;
import org.slf4j.bridge.SLF4JBridgeHandler;

import org.springframework.boot.logging.LoggingSystem;

/**
 * Captures the lines that contain a secret, of all loggers at every level, including
 * those of java.util.logging. Replaces the other appenders until it is closed.
 */
final class LogCapture extends AppenderBase<ILoggingEvent> implements AutoCloseable {

	private final Pattern secret;

	private final Logger root = (Logger) LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);

	private final Level level = this.root.getLevel();

	private final List<Appender<ILoggingEvent>> others = new ArrayList<>();

	private final Queue<String> leaks = new ConcurrentLinkedQueue<>();

	private final Set<String> loggers = ConcurrentHashMap.newKeySet();

	LogCapture(Pattern secret) {
		this.secret = secret;
		// Otherwise Spring Boot resets the loggers with each application.
		System.setProperty(LoggingSystem.SYSTEM_PROPERTY, LoggingSystem.NONE);
		this.root.iteratorForAppenders().forEachRemaining(this.others::add);
		this.others.forEach(this.root::detachAppender);
		setContext(this.root.getLoggerContext());
		start();
		this.root.addAppender(this);
		this.root.setLevel(Level.TRACE);
		SLF4JBridgeHandler.removeHandlersForRootLogger();
		SLF4JBridgeHandler.install();
		java.util.logging.Logger.getLogger("").setLevel(java.util.logging.Level.ALL);
	}

	@Override
	protected void append(ILoggingEvent event) {
		this.loggers.add(event.getLoggerName());
		String line = event.getLoggerName() + " [" + event.getThreadName() + "] " + event.getFormattedMessage()
				+ ((event.getThrowableProxy() != null) ? ThrowableProxyUtil.asString(event.getThrowableProxy()) : "");
		check("The log", line);
	}

	/** Checks a text from elsewhere for the secret. */
	void check(String where, String what) {
		if (this.secret.matcher(what).find()) {
			this.leaks.add(where + ": " + what.substring(0, Math.min(what.length(), 2000)));
		}
	}

	/** Checks an exception, its causes and its suppressed exceptions. */
	void check(Throwable thrown) {
		check(thrown, Collections.newSetFromMap(new IdentityHashMap<>()));
	}

	private void check(Throwable thrown, Set<Throwable> checked) {
		if (thrown != null && checked.add(thrown)) {
			check("An exception", thrown.toString());
			check(thrown.getCause(), checked);
			List.of(thrown.getSuppressed()).forEach((suppressed) -> check(suppressed, checked));
		}
	}

	Queue<String> leaks() {
		return this.leaks;
	}

	/** Returns the names of the loggers that logged anything. */
	Set<String> loggers() {
		return this.loggers;
	}

	@Override
	public void close() {
		System.clearProperty(LoggingSystem.SYSTEM_PROPERTY);
		SLF4JBridgeHandler.uninstall();
		java.util.logging.Logger.getLogger("").setLevel(java.util.logging.Level.INFO);
		this.root.detachAppender(this);
		this.others.forEach(this.root::addAppender);
		this.root.setLevel(this.level);
		stop();
	}

}
