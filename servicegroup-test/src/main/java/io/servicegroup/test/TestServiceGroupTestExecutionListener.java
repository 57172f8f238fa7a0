package io.servicegroup.test;

import java.util.function.Consumer;

import org.springframework.test.context.TestContext;
import org.springframework.test.context.TestExecutionListener;

/**
 * Waits before each test method until the application has joined, and resets its
 * {@link TestServiceGroup} afterwards.
 */
final class TestServiceGroupTestExecutionListener implements TestExecutionListener {

	@Override
	public void beforeTestMethod(TestContext testContext) {
		call(testContext, TestServiceGroup::awaitReady);
	}

	@Override
	public void afterTestMethod(TestContext testContext) {
		call(testContext, TestServiceGroup::reset);
	}

	private static void call(TestContext testContext, Consumer<TestServiceGroup> action) {
		if (testContext.hasApplicationContext()) {
			testContext.getApplicationContext().getBeanProvider(TestServiceGroup.class).ifAvailable(action);
		}
	}

}
