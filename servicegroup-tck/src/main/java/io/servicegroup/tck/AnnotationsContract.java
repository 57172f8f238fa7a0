package io.servicegroup.tck;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;

import io.servicegroup.tck.servers.StoreFixture;
import io.servicegroup.tck.servers.Warnings;
import io.servicegroup.tooz.Capabilities;
import io.servicegroup.tooz.CoordinationException;
import io.servicegroup.tooz.Coordinator;
import io.servicegroup.tooz.Feature;
import io.servicegroup.tooz.spi.AnnotationsRecord;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * The contract for the annotations of a group: operators' texts by key, stored with the
 * group. The store must keep them when members leave, and as long as it keeps its data.
 * It must not lose concurrent writes, must ignore and replace a broken record, and must
 * delete the annotations with the group. If the backend has {@code Feature.PUSH}, a
 * written annotation must call the group's watches.
 */
public abstract class AnnotationsContract extends StoreFixture {

	private static final Duration SOON = Duration.ofSeconds(5);

	private static final String KEY = "disabled/b c/✓";

	/** Writes bytes to the record of the group's annotations, directly in the store. */
	protected abstract void put(byte[] record) throws Exception;

	/**
	 * Writes a value of a wrong kind in place of the record, for example another data
	 * type of the store.
	 */
	protected abstract void putOddity() throws Exception;

	/** Stops the store and starts it with the data that it keeps. */
	protected void restart() {
		this.server.stop();
		this.server.restart();
	}

	/** Returns the annotations that the store keeps over {@link #restart}. */
	protected Map<String, String> kept(Map<String, String> annotations) {
		return annotations;
	}

	/** Returns a coordinator that has joined the group and sends no heartbeats. */
	protected Coordinator silent(String member) {
		return joined(member, null);
	}

	@Test
	void annotationsAreWrittenReadAndRemoved() {
		Coordinator one = coordinator("one");
		Coordinator other = coordinator("other");
		assertThat(one.getAnnotations(this.group)).isEmpty();
		one.createGroup(this.group);
		assertThat(one.getAnnotations(this.group)).isEmpty();
		one.setAnnotation(this.group, KEY, "grün ✓");
		other.setAnnotation(this.group, "forced-down/b", "");
		assertThat(other.getAnnotations(this.group)).isEqualTo(Map.of(KEY, "grün ✓", "forced-down/b", ""));
		other.setAnnotation(this.group, KEY, "another");
		assertThat(one.getAnnotations(this.group)).isEqualTo(Map.of(KEY, "another", "forced-down/b", ""));
		one.setAnnotation(this.group, KEY, null);
		assertThat(other.getAnnotations(this.group)).isEqualTo(Map.of("forced-down/b", ""));
		one.setAnnotation(this.group, "forced-down/b", null);
		one.setAnnotation(this.group, "forced-down/b", null);
		assertThat(other.getAnnotations(this.group)).isEmpty();
		assertThat(other.getGroups()).containsExactly(this.group);
		assertThat(other.getMembers(this.group)).isEmpty();
	}

	@Test
	void concurrentWritesLoseNoAnnotation() {
		coordinator("creator").createGroup(this.group);
		Map<String, String> all = new HashMap<>();
		List<CompletableFuture<?>> writing = new ArrayList<>();
		for (String id : List.of("one", "other")) {
			Map<String, String> own = new HashMap<>();
			for (int i = 0; i < 20; i++) {
				own.put(id + i, id);
			}
			all.putAll(own);
			Coordinator coordinator = coordinator(id);
			writing.add(async(() -> {
				own.forEach((key, text) -> coordinator.setAnnotation(this.group, key, text));
				return own;
			}));
		}
		writing.forEach(CompletableFuture::join);
		assertThat(coordinator("reader").getAnnotations(this.group)).isEqualTo(all);
	}

	@Test
	void annotationsSurviveTheirWriterAndARestartOfTheStore() {
		Coordinator one = joined("one", null);
		one.setAnnotation(this.group, KEY, "text");
		one.leaveGroup(this.group);
		one.joinGroup(this.group, null);
		assertThat(one.getAnnotations(this.group)).isEqualTo(Map.of(KEY, "text"));
		one.stop();
		joined("one", null);
		Coordinator reader = coordinator("reader");
		assertThat(reader.getAnnotations(this.group)).isEqualTo(Map.of(KEY, "text"));
		restart();
		within(Duration.ofSeconds(10)).until(() -> succeeds(() -> reader.getAnnotations(this.group)));
		assertThat(reader.getAnnotations(this.group)).isEqualTo(kept(Map.of(KEY, "text")));
	}

	@Test
	void writesArePushedIfTheBackendPushes() {
		Coordinator one = joined("one", null);
		Coordinator observer = coordinator("observer");
		AtomicInteger calls = new AtomicInteger();
		opened(observer.watch(this.group, calls::incrementAndGet));
		boolean pushes = observer.features().contains(Feature.PUSH);
		within(SOON).until(() -> calls.get() > 0 == pushes);
		for (String text : new String[] { "text", null }) {
			int before = calls.get();
			one.setAnnotation(this.group, KEY, text);
			within(SOON).until(() -> calls.get() > before == pushes);
			assertThat(observer.getAnnotations(this.group).get(KEY)).isEqualTo(text);
		}
		assertThat(calls.get() > 0).isEqualTo(pushes);
	}

	@Test
	void heartbeatsDoNotChangeAnnotations() {
		Coordinator one = joined("one", Map.of("v", 1L));
		Coordinator other = coordinator("other");
		other.setAnnotation(this.group, KEY, "text");
		one.heartbeat();
		assertThat(other.getAnnotations(this.group)).isEqualTo(Map.of(KEY, "text"));
		other.setAnnotation(this.group, KEY, null);
		one.heartbeat();
		one.updateCapabilities(this.group, Map.of("v", 2L));
		one.heartbeat();
		assertThat(other.getAnnotations(this.group)).isEmpty();
		assertThat(other.getMemberCapabilities(this.group, "one")).isEqualTo(Map.of("v", 2L));
	}

	@Test
	void annotationsDoNotKeepAMemberAlive() {
		Coordinator silent = silent("silent");
		Coordinator reader = coordinator("reader");
		this.server.advance(timeout());
		within(bound()).until(() -> {
			succeeds(() -> silent.setAnnotation(this.group, KEY, "text"));
			return reader.getMembers(this.group).isEmpty();
		});
		within(SOON).until(() -> succeeds(() -> silent.setAnnotation(this.group, "disabled/silent", "text")));
		assertThat(reader.getMembers(this.group)).isEmpty();
	}

	@Test
	void aBrokenRecordIsLoggedOnceIgnoredAndReplaced() throws Exception {
		Coordinator one = joined("one", null);
		put(new byte[] { (byte) 0xc1 });
		assertReplaced(one);
		put(Capabilities.encode(Map.of("disabled/a", 1L)));
		assertReplaced(one);
		put(new byte[AnnotationsRecord.MAX_BYTES + 1]);
		assertReplaced(one);
		putOddity();
		assertReplaced(one);
	}

	private void assertReplaced(Coordinator one) {
		one.heartbeat();
		Coordinator reader = coordinator("reader");
		try (Warnings warnings = new Warnings(Coordinator.class.getName())) {
			assertThat(reader.getAnnotations(this.group)).isEmpty();
			assertThat(reader.getAnnotations(this.group)).isEmpty();
			assertThat(warnings.messages()).singleElement().asString().contains("'" + this.group + "'", "unreadable");
		}
		assertThat(reader.getMembers(this.group)).containsExactly("one");
		reader.setAnnotation(this.group, KEY, "text");
		assertThat(reader.getAnnotations(this.group)).isEqualTo(Map.of(KEY, "text"));
		reader.stop();
	}

	@Test
	void annotationsAboveTheSizeLimitAreRefused() {
		Coordinator one = joined("one", null);
		one.setAnnotation(this.group, KEY, "text");
		assertThatExceptionOfType(CoordinationException.class)
			.isThrownBy(() -> one.setAnnotation(this.group, "other", "x".repeat(AnnotationsRecord.MAX_BYTES)))
			.withMessageContaining("limit");
		assertThat(one.getAnnotations(this.group)).isEqualTo(Map.of(KEY, "text"));
	}

	@Test
	void deletingAGroupDeletesItsAnnotations() {
		Coordinator one = coordinator("one");
		one.createGroup(this.group);
		one.setAnnotation(this.group, KEY, "text");
		one.deleteGroup(this.group);
		assertThat(one.getAnnotations(this.group)).isEmpty();
		one.createGroup(this.group);
		assertThat(one.getAnnotations(this.group)).isEmpty();
	}

}
