package io.servicegroup.test;

import io.servicegroup.GroupView;
import io.servicegroup.ServiceGroupAPI;
import io.servicegroup.tooz.memory.MemoryStore.Failure;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.context.ApplicationContext;
import org.springframework.context.Lifecycle;
import org.springframework.test.annotation.DirtiesContext;
import org.springframework.test.context.TestContextManager;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Runs test classes through Spring's test framework that share contexts, and leave behind
 * what the next one must not see.
 */
class SharedContextTests {

	@Test
	void classesThatShareAContextDoNotSeeEachOthersMembers() throws Exception {
		RunningTest<FirstCase> first = new RunningTest<>(new FirstCase());
		FirstCase test = first.test;
		test.group.join("other").lead();
		test.api.disable("web", "other", "tested");
		test.api.forceDown("web", "other");
		test.group.forGroup("orders").join("orders-1");
		assertThat(test.api.isLeader("web")).isFalse();
		test.group.failStore(Failure.READ_ONLY);
		first.end();

		RunningTest<SecondCase> second = new RunningTest<>(new SecondCase());
		assertThat(second.context()).isSameAs(first.context());
		assertInitial(second.test.api);
		assertThat(second.test.api.getAll("orders")).isEmpty();
		second.end();
	}

	@Test
	void aNestedClassUsesTheStoreOfTheEnclosingOne() throws Exception {
		RunningTest<FirstCase> outer = new RunningTest<>(new FirstCase());
		FirstCase.Inner inner = outer.test.new Inner();
		outer.end();
		RunningTest<FirstCase.Inner> nested = new RunningTest<>(inner);
		inner.group.join("other");
		assertThat(outer.test.api.serviceIsUp("web", "other")).isTrue();
		nested.end();
		assertInitial(outer.test.api);
	}

	@Test
	void aContextThatWasPausedIsAMemberAgain() throws Exception {
		RunningTest<FirstCase> first = new RunningTest<>(new FirstCase());
		first.end();
		RunningTest<OtherCase> other = new RunningTest<>(new OtherCase());
		Lifecycle lifecycle = first.context().getBean("serviceGroupLifecycle", Lifecycle.class);
		assertThat(lifecycle.isRunning()).isFalse();
		other.end();
		RunningTest<SecondCase> again = new RunningTest<>(new SecondCase());
		assertThat(again.context()).isSameAs(first.context());
		assertThat(lifecycle.isRunning()).isTrue();
		assertInitial(again.test.api);
		again.end();
	}

	@Test
	void aContextThatATestHasClosedIsReplacedByOneWithAnotherStore() throws Exception {
		RunningTest<DirtyCase> dirty = new RunningTest<>(new DirtyCase());
		dirty.test.group.join("other");
		String store = dirty.test.group.store().toString();
		dirty.end();
		RunningTest<DirtyCase> next = new RunningTest<>(new DirtyCase());
		assertThat(next.test.group.store()).doesNotHaveToString(store);
		assertInitial(next.test.api);
		next.end();
	}

	private static void assertInitial(ServiceGroupAPI api) {
		GroupView view = api.view("web");
		assertThat(view.stale()).isFalse();
		assertThat(view.switches()).isEmpty();
		assertThat(view.lostSwitches()).isEmpty();
		assertThat(view.members()).singleElement().matches((member) -> member.id().equals(api.getMemberId()));
		assertThat(api.isLeader("web")).isTrue();
	}

	/** A test method as JUnit runs it with Spring's extension. */
	private static final class RunningTest<T> {

		private final TestContextManager manager;

		private final T test;

		private final ApplicationContext context;

		RunningTest(T test) throws Exception {
			this.test = test;
			this.manager = new TestContextManager(test.getClass());
			this.manager.beforeTestClass();
			this.manager.prepareTestInstance(test);
			this.manager.beforeTestMethod(test, test.getClass().getDeclaredMethod("test"));
			this.context = this.manager.getTestContext().getApplicationContext();
		}

		ApplicationContext context() {
			return this.context;
		}

		void end() throws Exception {
			this.manager.afterTestMethod(this.test, this.test.getClass().getDeclaredMethod("test"), null);
			this.manager.afterTestClass();
		}

	}

	@SpringBootTest(classes = Shards.Application.class)
	@AutoConfigureTestServiceGroup
	static class FirstCase {

		@Autowired
		TestServiceGroup group;

		@Autowired
		ServiceGroupAPI api;

		void test() {
		}

		@Nested
		class Inner {

			@Autowired
			TestServiceGroup group;

			void test() {
			}

		}

	}

	@SpringBootTest(classes = Shards.Application.class)
	@AutoConfigureTestServiceGroup
	static class SecondCase {

		@Autowired
		ServiceGroupAPI api;

		void test() {
		}

	}

	@SpringBootTest(classes = Shards.Application.class)
	@AutoConfigureTestServiceGroup(timeout = "5s")
	static class OtherCase {

		void test() {
		}

	}

	@SpringBootTest(classes = Shards.Application.class)
	@AutoConfigureTestServiceGroup
	@DirtiesContext(classMode = DirtiesContext.ClassMode.AFTER_EACH_TEST_METHOD)
	static class DirtyCase {

		@Autowired
		TestServiceGroup group;

		@Autowired
		ServiceGroupAPI api;

		void test() {
		}

	}

}
