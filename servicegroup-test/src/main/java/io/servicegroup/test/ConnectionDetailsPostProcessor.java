package io.servicegroup.test;

import io.servicegroup.autoconfigure.ServiceGroupConnectionDetails;

import org.springframework.beans.factory.config.BeanFactoryPostProcessor;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;

/**
 * Finds the connection details of an application once its beans are defined: those of a
 * container of the test are used, those of the application are replaced.
 *
 * @param container called if there are only details of containers
 * @param application called if there are others
 */
record ConnectionDetailsPostProcessor(Runnable container, Runnable application) implements BeanFactoryPostProcessor {

	/** The attribute that Spring Boot sets on the details of a test's containers. */
	private static final String CONTAINER = "org.springframework.boot.testcontainers.service.connection.ServiceConnection";

	@Override
	public void postProcessBeanFactory(ConfigurableListableBeanFactory beans) {
		boolean found = false;
		for (String name : beans.getBeanNamesForType(ServiceGroupConnectionDetails.class, true, false)) {
			if (!beans.containsBeanDefinition(name) || !beans.getBeanDefinition(name).hasAttribute(CONTAINER)) {
				this.application.run();
				return;
			}
			found = true;
		}
		if (found) {
			this.container.run();
		}
	}

}
