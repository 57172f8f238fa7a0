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
 * Listens to all loggers at every level, those of java.util.logging, too, in place of
 * what else writes the log, and keeps the lines with a secret in them.
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
		// Spring Boot would take the loggers back with each application.
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
		hear("The log", line);
	}

	/** Takes notice of what was said elsewhere. */
	void hear(String where, String what) {
		if (this.secret.matcher(what).find()) {
			this.leaks.add(where + ": " + what.substring(0, Math.min(what.length(), 2000)));
		}
	}

	/** Each exception by its text, its causes and those that it suppressed. */
	void hear(Throwable thrown) {
		hear(thrown, Collections.newSetFromMap(new IdentityHashMap<>()));
	}

	private void hear(Throwable thrown, Set<Throwable> heard) {
		if (thrown != null && heard.add(thrown)) {
			hear("An exception", thrown.toString());
			hear(thrown.getCause(), heard);
			List.of(thrown.getSuppressed()).forEach((suppressed) -> hear(suppressed, heard));
		}
	}

	Queue<String> leaks() {
		return this.leaks;
	}

	/** The names of those who said anything. */
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
