package io.servicegroup.test;

import io.servicegroup.ServiceGroupAPI;
import org.junit.jupiter.api.Test;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.context.ApplicationContext;
import org.springframework.context.annotation.Configuration;
import org.springframework.test.context.ContextConfiguration;
import org.springframework.test.context.ContextHierarchy;
import org.springframework.test.context.TestContextManager;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

/**
 * A child context uses the API of its parent: the test controls the store that it is in.
 */
@SpringBootTest(properties = "spring.main.banner-mode=off")
@AutoConfigureTestServiceGroup
@ContextHierarchy({ @ContextConfiguration(classes = ContextHierarchyTests.Application.class),
		@ContextConfiguration(classes = ContextHierarchyTests.Child.class) })
class ContextHierarchyTests {

	@Autowired
	private ApplicationContext context;

	@Autowired
	private ServiceGroupAPI api;

	@Autowired
	private TestServiceGroup group;

	@Test
	void theTestControlsTheStoreOfTheParent() {
		assertThat(this.context.getParent().getBean(ServiceGroupAPI.class)).isSameAs(this.api);
		assertThat(this.api.getStatus().url()).startsWith("memory://test-");
		TestMember member = this.group.join("b");
		assertThat(this.api.serviceIsUp("web", "b")).isTrue();
		member.die();
		assertThat(this.api.serviceIsUp("web", "b")).isFalse();
	}

	@Test
	void aParentWithAServiceThatCannotBeReplacedIsRefused() throws Exception {
		TestContextManager manager = new TestContextManager(AnnotatedChild.class);
		assertThatIllegalStateException().isThrownBy(() -> manager.prepareTestInstance(new AnnotatedChild()))
			.havingRootCause()
			.withMessageContaining("coordination service of the parent context");
	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	static class Application {

	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	static class Child {

	}

	@SpringBootTest(properties = "servicegroup.tooz-url=memory://own")
	@ContextHierarchy(@ContextConfiguration(classes = Application.class))
	static class WithParent {

	}

	@SpringBootTest(properties = "servicegroup.tooz-url=memory://own")
	@AutoConfigureTestServiceGroup
	@ContextHierarchy(@ContextConfiguration(classes = Child.class))
	static class AnnotatedChild extends WithParent {

	}

}
