package io.servicegroup.autoconfigure;

import io.servicegroup.MemberEvent;
import io.servicegroup.MemberEventCause;
import io.servicegroup.MemberJoinedEvent;
import io.servicegroup.MemberLeftEvent;
import io.servicegroup.ServiceGroupListener;
import io.servicegroup.tooz.format.Printable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;

/**
 * Logs which other members joined and left, on a logger of its own, with key-values for
 * structured logging. Those that are present at the first reading of a group are logged
 * at DEBUG. The keys have a prefix: {@code group} and {@code event} alone are objects in
 * the Elastic Common Schema.
 */
final class MemberEventLogger implements ServiceGroupListener {

	static final String NAME = "io.servicegroup.events";

	private static final Logger logger = LoggerFactory.getLogger(NAME);

	@Override
	public void onMemberEvent(MemberEvent event) {
		if (event.member().self()) {
			return;
		}
		if (event instanceof MemberJoinedEvent) {
			boolean present = event.cause() == MemberEventCause.PRESENT;
			log(present ? Level.DEBUG : Level.INFO, event, present ? "present" : "joined",
					present ? "is present in" : "joined");
		}
		else if (event instanceof MemberLeftEvent) {
			log(Level.INFO, event, "left", "left");
		}
	}

	private static void log(Level level, MemberEvent event, String kind, String verb) {
		String member = Printable.of(event.member().id());
		String group = Printable.of(event.group());
		logger.atLevel(level)
			.addKeyValue("servicegroup.group", group)
			.addKeyValue("servicegroup.member", member)
			.addKeyValue("servicegroup.event", kind)
			.log("Member '{}' {} group '{}'", member, verb, group);
	}

}
