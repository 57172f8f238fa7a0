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
 * The contract for the notes of a group: operators' texts by key, stored with the group.
 * The store must keep them when members leave, and as long as it keeps its data. It must
 * not lose concurrent writes, must ignore and replace a broken record, and must delete
 * the notes with the group. If the backend has {@code Feature.PUSH}, a written note must
 * call the group's watches.
 */
public abstract class AnnotationsContract extends StoreFixture {

	private static final Duration SOON = Duration.ofSeconds(5);

	private static final String KEY = "disabled/b c/✓";

	/** Writes bytes to the record of the group's notes, directly in the store. */
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

	/** Returns the notes that the store keeps over {@link #restart}. */
	protected Map<String, String> kept(Map<String, String> notes) {
		return notes;
	}

	/** Returns a coordinator that has joined the group and sends no heartbeats. */
	protected Coordinator silent(String member) {
		return joined(member, null);
	}

	@Test
	void notesAreWrittenReadAndRemoved() {
		Coordinator one = coordinator("one");
		Coordinator other = coordinator("other");
		assertThat(one.getNotes(this.group)).isEmpty();
		one.createGroup(this.group);
		assertThat(one.getNotes(this.group)).isEmpty();
		one.setNote(this.group, KEY, "grün ✓");
		other.setNote(this.group, "forced-down/b", "");
		assertThat(other.getNotes(this.group)).isEqualTo(Map.of(KEY, "grün ✓", "forced-down/b", ""));
		other.setNote(this.group, KEY, "another");
		assertThat(one.getNotes(this.group)).isEqualTo(Map.of(KEY, "another", "forced-down/b", ""));
		one.setNote(this.group, KEY, null);
		assertThat(other.getNotes(this.group)).isEqualTo(Map.of("forced-down/b", ""));
		one.setNote(this.group, "forced-down/b", null);
		one.setNote(this.group, "forced-down/b", null);
		assertThat(other.getNotes(this.group)).isEmpty();
		assertThat(other.getGroups()).containsExactly(this.group);
		assertThat(other.getMembers(this.group)).isEmpty();
	}

	@Test
	void concurrentWritesLoseNoNote() {
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
				own.forEach((key, text) -> coordinator.setNote(this.group, key, text));
				return own;
			}));
		}
		writing.forEach(CompletableFuture::join);
		assertThat(coordinator("reader").getNotes(this.group)).isEqualTo(all);
	}

	@Test
	void notesSurviveTheirWriterAndARestartOfTheStore() {
		Coordinator one = joined("one", null);
		one.setNote(this.group, KEY, "text");
		one.leaveGroup(this.group);
		one.joinGroup(this.group, null);
		assertThat(one.getNotes(this.group)).isEqualTo(Map.of(KEY, "text"));
		one.stop();
		joined("one", null);
		Coordinator reader = coordinator("reader");
		assertThat(reader.getNotes(this.group)).isEqualTo(Map.of(KEY, "text"));
		restart();
		within(Duration.ofSeconds(10)).until(() -> succeeds(() -> reader.getNotes(this.group)));
		assertThat(reader.getNotes(this.group)).isEqualTo(kept(Map.of(KEY, "text")));
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
			one.setNote(this.group, KEY, text);
			within(SOON).until(() -> calls.get() > before == pushes);
			assertThat(observer.getNotes(this.group).get(KEY)).isEqualTo(text);
		}
		assertThat(calls.get() > 0).isEqualTo(pushes);
	}

	@Test
	void heartbeatsDoNotChangeNotes() {
		Coordinator one = joined("one", Map.of("v", 1L));
		Coordinator other = coordinator("other");
		other.setNote(this.group, KEY, "text");
		one.heartbeat();
		assertThat(other.getNotes(this.group)).isEqualTo(Map.of(KEY, "text"));
		other.setNote(this.group, KEY, null);
		one.heartbeat();
		one.updateCapabilities(this.group, Map.of("v", 2L));
		one.heartbeat();
		assertThat(other.getNotes(this.group)).isEmpty();
		assertThat(other.getMemberCapabilities(this.group, "one")).isEqualTo(Map.of("v", 2L));
	}

	@Test
	void notesDoNotKeepAMemberAlive() {
		Coordinator silent = silent("silent");
		Coordinator reader = coordinator("reader");
		this.server.advance(timeout());
		within(bound()).until(() -> {
			succeeds(() -> silent.setNote(this.group, KEY, "text"));
			return reader.getMembers(this.group).isEmpty();
		});
		within(SOON).until(() -> succeeds(() -> silent.setNote(this.group, "disabled/silent", "text")));
		assertThat(reader.getMembers(this.group)).isEmpty();
	}

	@Test
	void aBrokenRecordIsLoggedOnceIgnoredAndReplaced() throws Exception {
		Coordinator one = joined("one", null);
		put(new byte[] { (byte) 0xc1 });
		assertReplaced(one);
		put(Capabilities.encode(Map.of("disabled/a", 1L)));
		assertReplaced(one);
		put(new byte[AnnotationsRecord.MOST_BYTES + 1]);
		assertReplaced(one);
		putOddity();
		assertReplaced(one);
	}

	private void assertReplaced(Coordinator one) {
		one.heartbeat();
		Coordinator reader = coordinator("reader");
		try (Warnings warnings = new Warnings(Coordinator.class.getName())) {
			assertThat(reader.getNotes(this.group)).isEmpty();
			assertThat(reader.getNotes(this.group)).isEmpty();
			assertThat(warnings.messages()).singleElement().asString().contains("'" + this.group + "'", "unreadable");
		}
		assertThat(reader.getMembers(this.group)).containsExactly("one");
		reader.setNote(this.group, KEY, "text");
		assertThat(reader.getNotes(this.group)).isEqualTo(Map.of(KEY, "text"));
		reader.stop();
	}

	@Test
	void notesAboveTheSizeLimitAreRefused() {
		Coordinator one = joined("one", null);
		one.setNote(this.group, KEY, "text");
		assertThatExceptionOfType(CoordinationException.class)
			.isThrownBy(() -> one.setNote(this.group, "other", "x".repeat(AnnotationsRecord.MOST_BYTES)))
			.withMessageContaining("limit");
		assertThat(one.getNotes(this.group)).isEqualTo(Map.of(KEY, "text"));
	}

	@Test
	void deletingAGroupDeletesItsNotes() {
		Coordinator one = coordinator("one");
		one.createGroup(this.group);
		one.setNote(this.group, KEY, "text");
		one.deleteGroup(this.group);
		assertThat(one.getNotes(this.group)).isEmpty();
		one.createGroup(this.group);
		assertThat(one.getNotes(this.group)).isEmpty();
	}

}
