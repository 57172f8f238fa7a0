package io.servicegroup.tck.servers;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.AppenderBase;
import org.slf4j.LoggerFactory;

/**
 * Collects the warnings and errors of one logger until it is closed.
 */
public final class Warnings extends AppenderBase<ILoggingEvent> implements AutoCloseable {

	private final List<String> messages = new CopyOnWriteArrayList<>();

	private final Logger logger;

	public Warnings(String logger) {
		this.logger = (Logger) LoggerFactory.getLogger(logger);
		this.logger.setLevel(Level.WARN);
		start();
		this.logger.addAppender(this);
	}

	@Override
	protected void append(ILoggingEvent event) {
		this.messages.add(event.getFormattedMessage());
	}

	public List<String> messages() {
		return this.messages;
	}

	@Override
	public void close() {
		this.logger.detachAppender(this);
		this.logger.setLevel(null);
	}

}
