package io.servicegroup.driver.db;

import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;

import io.servicegroup.ServiceGroupException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The rows in which this member stands, and what the database may not know of them: a
 * heartbeat tells it again. One call at a time; one that was given up may still be at
 * work beside it.
 */
final class OwnRows {

	private static final Logger logger = LoggerFactory.getLogger(DbServiceGroupDriver.class);

	private static final Duration DAY = Duration.ofDays(1);

	private final Holder self;

	private final Duration downTime;

	/** Works on the table, and throws what came of it. */
	private final Consumer<Consumer<MemberTable>> database;

	/** The latest capabilities. */
	private final Map<String, byte[]> joined = new ConcurrentHashMap<>();

	/**
	 * Capabilities that the table may not have. Taken out by their identity: a late call
	 * that wrote older ones takes out nothing.
	 */
	private final Map<String, byte[]> unwritten = new ConcurrentHashMap<>();

	/** Of which the database does not know yet that this member has left them. */
	private final Set<String> leaving = ConcurrentHashMap.newKeySet();

	OwnRows(Holder self, Duration downTime, Consumer<Consumer<MemberTable>> database) {
		this.self = self;
		this.downTime = downTime;
		this.database = database;
	}

	synchronized void join(String group, byte[] capabilities) {
		this.database.accept((table) -> {
			table.enter(group, this.self, capabilities);
			purge(table, group);
		});
		this.leaving.remove(group);
		this.unwritten.remove(group);
		this.joined.put(group, capabilities);
	}

	private void purge(MemberTable table, String group) {
		Duration tenfold = this.downTime.multipliedBy(10);
		try {
			table.purge(group, (tenfold.compareTo(DAY) > 0) ? tenfold : DAY);
		}
		catch (RuntimeException ex) {
			logger.debug("The members of '{}' that are long dead stay for another while", group, ex);
		}
	}

	synchronized void leave(String group) {
		this.joined.remove(group);
		this.unwritten.remove(group);
		this.leaving.add(group);
		this.database.accept((table) -> table.leave(group, this.self));
		this.leaving.remove(group);
	}

	/** Returns whether this member stands in the group. */
	synchronized boolean update(String group, byte[] capabilities) {
		if (this.joined.replace(group, capabilities) == null) {
			return false;
		}
		this.unwritten.put(group, capabilities);
		this.database.accept((table) -> write(table, group, capabilities));
		return true;
	}

	private void write(MemberTable table, String group, byte[] capabilities) {
		table.enter(group, this.self, capabilities);
		this.unwritten.remove(group, capabilities);
	}

	/** One statement where nothing is lost or left to tell. */
	synchronized void beat() {
		this.database.accept((table) -> {
			this.leaving.forEach((group) -> table.leave(group, this.self));
			boolean lost = table.beat(this.self, this.joined.keySet()) < this.joined.size();
			if (lost || !this.unwritten.isEmpty()) {
				heal(table, lost);
			}
		});
		this.leaving.clear();
	}

	/** A group that a stranger holds must not keep this member out of the others. */
	private void heal(MemberTable table, boolean lost) {
		@Nullable ServiceGroupException failure = null;
		for (Map.Entry<String, byte[]> entry : this.joined.entrySet()) {
			try {
				if (lost || this.unwritten.containsKey(entry.getKey())) {
					write(table, entry.getKey(), entry.getValue());
				}
			}
			catch (ServiceGroupException ex) {
				failure = ex;
			}
		}
		if (failure != null) {
			throw failure;
		}
	}

	synchronized void leaveAll() {
		try {
			if (!this.joined.isEmpty()) {
				this.database.accept((table) -> this.joined.keySet().forEach((group) -> table.leave(group, this.self)));
				this.joined.clear();
			}
		}
		catch (ServiceGroupException ex) {
			logger.debug("Could not leave at the end", ex);
		}
	}

}
