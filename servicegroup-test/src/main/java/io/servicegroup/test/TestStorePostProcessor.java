package io.servicegroup.test;

import io.servicegroup.driver.ServiceGroupDriver;

import org.springframework.beans.factory.config.BeanPostProcessor;

/**
 * Fails the start of an application whose driver does not use the store of the test: one
 * of the application's own beans has precedence over the properties.
 *
 * @param store the store of the test
 */
record TestStorePostProcessor(TestStore store) implements BeanPostProcessor {

	@Override
	public Object postProcessBeforeInitialization(Object bean, String beanName) {
		if (bean instanceof ServiceGroupDriver driver && !this.store.url().equals(driver.url())) {
			throw new IllegalStateException("@AutoConfigureTestServiceGroup cannot replace the coordination service "
					+ driver.url() + ": a ServiceGroupDriver or ServiceGroupConnectionDetails of the application "
					+ "defines it. Leave that bean out of the test, for example by a profile.");
		}
		return bean;
	}

}
