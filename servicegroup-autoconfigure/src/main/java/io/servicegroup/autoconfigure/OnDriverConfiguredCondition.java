package io.servicegroup.autoconfigure;

import io.servicegroup.driver.ServiceGroupDriver;

import org.springframework.boot.autoconfigure.condition.AnyNestedCondition;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;

/**
 * Matches when {@code servicegroup.tooz-url} or {@code servicegroup.driver} is set, or
 * there are connection details, or the application defines a driver.
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

	@ConditionalOnBean(ServiceGroupConnectionDetails.class)
	static final class ByConnectionDetails {

	}

	@ConditionalOnBean(ServiceGroupDriver.class)
	static final class ByBean {

	}

}
