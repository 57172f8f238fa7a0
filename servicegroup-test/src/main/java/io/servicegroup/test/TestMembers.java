package io.servicegroup.test;

import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;

import io.servicegroup.tooz.CoordinationException;
import io.servicegroup.tooz.concurrent.Heart;
import io.servicegroup.tooz.spi.AnnotationOperations;
import io.servicegroup.tooz.spi.RecordGeneration;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The members of one store that a test has let join. Sends their heartbeats, on one
 * thread, as long as there are some.
 */
final class TestMembers {

	private static final Logger logger = LoggerFactory.getLogger(TestMembers.class);

	private static final Duration STOP_TIMEOUT = Duration.ofSeconds(1);

	private final TestStore store;

	private final Set<TestMember> members = ConcurrentHashMap.newKeySet();

	/** The groups that tests have used, whose switches are reset. */
	private final Set<String> groups = ConcurrentHashMap.newKeySet();

	private @Nullable Heart heart;

	TestMembers(TestStore store) {
		this.store = store;
	}

	TestStore store() {
		return this.store;
	}

	TestMember join(TestServiceGroup group, String memberId, Map<String, ?> capabilities) {
		TestMember member = new TestMember(group, memberId, this.store.connect(memberId), capabilities);
		member.join();
		this.members.add(member);
		this.groups.add(group.name());
		start();
		return member;
	}

	private synchronized void start() {
		if (this.heart == null) {
			this.heart = new Heart("servicegroup-test-members", () -> this.members.forEach(TestMember::beat),
					this.store::heartbeatInterval);
			this.heart.start();
		}
	}

	private synchronized void stop() {
		if (this.heart != null) {
			this.heart.stop(STOP_TIMEOUT);
			this.heart = null;
		}
	}

	void forget(TestMember member) {
		this.members.remove(member);
		if (this.members.isEmpty()) {
			stop();
		}
	}

	/** Returns the ids of the members that send no heartbeats. */
	String[] paused() {
		return this.members.stream().filter(TestMember::isPaused).map(TestMember::id).distinct().toArray(String[]::new);
	}

	/**
	 * Removes all members, and the operators' switches of their groups and of one more.
	 */
	void reset(String ownGroup) {
		stop();
		this.members.forEach(TestMember::discard);
		this.members.clear();
		Set<String> used = new TreeSet<>(this.groups);
		used.add(ownGroup);
		used.forEach(this::clearAnnotations);
		this.groups.clear();
	}

	private void clearAnnotations(String group) {
		AnnotationOperations annotations = this.store.connect("test").annotations();
		try {
			annotations.read(group)
				.keySet()
				.stream()
				// Without it, the application would take the switches for lost.
				.filter((key) -> !key.startsWith(RecordGeneration.KEY))
				.forEach((key) -> annotations.write(group, key, null));
		}
		catch (CoordinationException ex) {
			logger.debug("Group {} has no switches to clear", group, ex);
		}
	}

}
