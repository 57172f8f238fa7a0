package io.servicegroup.test;

import java.time.Duration;
import java.util.Map;

import io.servicegroup.tooz.memory.MemoryStore;
import io.servicegroup.tooz.memory.MemoryStore.Failure;

import org.springframework.context.ApplicationContext;
import org.springframework.core.env.Environment;

/**
 * Controls a group of the application under test, and the store in memory that it is in:
 * lets other members join and die, the store fail, and time pass. To be injected into
 * tests with {@link AutoConfigureTestServiceGroup}. Operations return when the
 * application has read the change; they throw an {@link IllegalStateException} if it does
 * not in time.
 *
 * @since 0.1.0
 */
public final class TestServiceGroup {

	private final String name;

	private final TestMembers members;

	private final ApplicationUnderTest application;

	private TestServiceGroup(String name, TestMembers members, ApplicationUnderTest application) {
		this.name = name;
		this.members = members;
		this.application = application;
	}

	static TestServiceGroup of(ApplicationContext context, TestStore store) {
		Environment environment = context.getEnvironment();
		String group = environment.getProperty("servicegroup.group",
				environment.getProperty("spring.application.name", "test"));
		return new TestServiceGroup(group, new TestMembers(store), new ApplicationUnderTest(context, store.timeout()));
	}

	/**
	 * Returns the handle of another group in the same store.
	 * @param group the group's id
	 * @return the handle; {@link #reset()} resets all of them
	 */
	public TestServiceGroup forGroup(String group) {
		return new TestServiceGroup(group, this.members, this.application);
	}

	/**
	 * Returns the group.
	 * @return the group's id, by default the one that the application joins
	 */
	public String name() {
		return this.name;
	}

	/**
	 * Returns the timeout of memberships, locks and leaderships.
	 * @return the timeout
	 */
	public Duration timeout() {
		return this.members.store().timeout();
	}

	/**
	 * Lets a member without capabilities join the group.
	 * @param memberId the member's id
	 * @return the member
	 */
	public TestMember join(String memberId) {
		return join(memberId, Map.of());
	}

	/**
	 * Lets a member join the group.
	 * @param memberId the member's id
	 * @param capabilities the capabilities that the application can read
	 * @return the member
	 * @throws io.servicegroup.tooz.MemberAlreadyExistsException if the id is in use
	 */
	public TestMember join(String memberId, Map<String, ?> capabilities) {
		TestMember member = this.members.join(this, memberId, capabilities);
		awaitRead();
		return member;
	}

	/**
	 * Lets time pass for the store, without waiting. Members send their heartbeats
	 * meanwhile, and so does the application, unless they are paused or the store refuses
	 * them. The application's own clock does not move: it still takes {@link #timeout()}
	 * in real time until it reports itself down.
	 * @param time the time that passes
	 */
	public void elapse(Duration time) {
		store().elapse(time, this.members.paused());
		awaitRead();
	}

	/**
	 * Makes each call to the store fail, as if its server was down.
	 */
	public void failStore() {
		failStore(Failure.UNAVAILABLE);
	}

	/**
	 * Makes calls to the store fail. Does not wait for the application.
	 * {@link Failure#SILENT} is noticed at the end of a call's deadline only.
	 * @param failure how they fail
	 */
	public void failStore(Failure failure) {
		store().fail(failure);
		if (failure == Failure.UNAVAILABLE) {
			awaitRead();
		}
	}

	/**
	 * Ends the failures and delays of the store, and waits until the application is a
	 * member again.
	 */
	public void restoreStore() {
		store().heal();
		this.application.awaitMember();
		awaitRead();
	}

	/**
	 * Returns the store, for what this handle does not offer, such as delays and failures
	 * of single members.
	 * @return the store
	 */
	public MemoryStore store() {
		return this.members.store().memory();
	}

	/**
	 * Undoes what was done by this handle, in all groups: ends failures of the store,
	 * removes members that have joined, and the switches of operators from their groups.
	 * Called after each test method.
	 */
	public void reset() {
		store().heal();
		this.members.reset(this.name);
		this.application.awaitMember();
		awaitRead();
	}

	/** Waits until the application is a member, and leads if it is a candidate. */
	void awaitReady() {
		this.application.awaitMember();
		this.application.awaitElected();
	}

	/** Waits until the application has read the last change of the group. */
	void awaitRead() {
		this.application.awaitRead(this.name);
	}

	/** Waits until the application knows that it does not lead the group. */
	void awaitRevoked() {
		this.application.awaitRevoked(this.name);
	}

	void forget(TestMember member) {
		this.members.forget(member);
	}

	@Override
	public String toString() {
		return "TestServiceGroup[" + this.name + "]";
	}

}
