package io.servicegroup.board;

import org.springframework.boot.actuate.autoconfigure.web.server.ManagementPortType;
import org.springframework.boot.autoconfigure.condition.ConditionMessage;
import org.springframework.boot.autoconfigure.condition.ConditionOutcome;
import org.springframework.boot.autoconfigure.condition.SpringBootCondition;
import org.springframework.context.annotation.ConditionContext;
import org.springframework.core.env.Environment;
import org.springframework.core.type.AnnotatedTypeMetadata;
import org.springframework.util.ClassUtils;

/**
 * Matches unless the application has a management port of its own.
 */
final class OnServerPortCondition extends SpringBootCondition {

	private static final String ACTUATOR = "org.springframework.boot.actuate.autoconfigure.web.server.ManagementPortType";

	@Override
	public ConditionOutcome getMatchOutcome(ConditionContext context, AnnotatedTypeMetadata metadata) {
		boolean own = ClassUtils.isPresent(ACTUATOR, context.getClassLoader())
				&& Actuator.hasOwnPort(context.getEnvironment());
		return new ConditionOutcome(!own, ConditionMessage.forCondition("Port of the board")
			.because(own ? "the management port serves it" : "there is no other management port"));
	}

	/** Its class needs the Actuator. */
	private static final class Actuator {

		static boolean hasOwnPort(Environment environment) {
			return ManagementPortType.get(environment) == ManagementPortType.DIFFERENT;
		}

	}

}
