package io.servicegroup.board;

import java.util.Map;

import io.servicegroup.GroupView;
import io.servicegroup.MemberSwitches;
import io.servicegroup.OperatorAct;
import io.servicegroup.ServiceGroupAPI;
import io.servicegroup.tooz.CoordinationInterruptedException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Knows which operators acted last. Reads the store only when switches have changed.
 * Thread-safe.
 */
final class OperatorActs {

	private static final Logger logger = LoggerFactory.getLogger(OperatorActs.class);

	private final ServiceGroupAPI api;

	private final String group;

	private volatile Map<String, OperatorAct> known = Map.of();

	private Map<String, MemberSwitches> seen = Map.of();

	OperatorActs(ServiceGroupAPI api, String group) {
		this.api = api;
		this.group = group;
	}

	/** Returns what was read last; the same object until it is read again. */
	Map<String, OperatorAct> known() {
		return this.known;
	}

	/** Returns the last act of a member if it is this one, or {@code null}. */
	static @Nullable OperatorAct last(Map<String, OperatorAct> acts, String member, String action) {
		OperatorAct act = acts.get(member);
		return (act != null && act.action().equals(action)) ? act : null;
	}

	/** Reads the acts again if the switches have changed since the last look. */
	synchronized void look(GroupView view) {
		if (!view.stale() && !view.switches().equals(this.seen)) {
			read();
			this.seen = view.switches();
		}
	}

	/** Reads the acts. Whatever fails costs the names only. */
	Map<String, OperatorAct> read() {
		try {
			this.known = this.api.operatorActs(this.group);
		}
		catch (CoordinationInterruptedException ex) {
			throw ex;
		}
		catch (RuntimeException | LinkageError ex) {
			logger.debug("The board cannot see which operators acted in group '{}'", this.group, ex);
		}
		return this.known;
	}

}
