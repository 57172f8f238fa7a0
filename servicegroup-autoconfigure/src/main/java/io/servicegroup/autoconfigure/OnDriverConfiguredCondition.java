package io.servicegroup.autoconfigure;

import org.springframework.boot.autoconfigure.condition.AnyNestedCondition;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;

/**
 * Matches when a property says by which driver to take part.
 */
final class OnDriverConfiguredCondition extends AnyNestedCondition {

	OnDriverConfiguredCondition() {
		super(ConfigurationPhase.REGISTER_BEAN);
	}

	@ConditionalOnProperty("servicegroup.tooz-url")
	static final class ByUrl {

	}

	@ConditionalOnProperty("servicegroup.driver")
	static final class ByName {

	}

}
