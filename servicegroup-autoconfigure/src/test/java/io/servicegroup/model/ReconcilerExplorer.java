package io.servicegroup.model;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;

import io.servicegroup.tooz.CoordinationException;
import io.servicegroup.tooz.MemberAlreadyExistsException;
import io.servicegroup.tooz.coordination.MembershipReconciler;
import io.servicegroup.tooz.spi.MemberStore;

/**
 * Runs a {@link MembershipReconciler} through every short order of joins, updates,
 * leaves, heartbeats and the store's troubles. The rules: the newest capabilities that
 * are wanted win, nothing wanted is forgotten, and no heartbeat undoes a leave.
 */
final class ReconcilerExplorer {

	private static final List<String> GROUPS = List.of("A", "B");

	private final boolean comparesCapabilities;

	private final int depth;

	private final int faults;

	private final Function<MemberStore, MemberStore> between;

	private long runs;

	/**
	 * Creates the explorer.
	 * @param comparesCapabilities whether the store's beat finds other capabilities
	 * @param depth how many things happen
	 * @param faults how many calls fail
	 * @param between stands between the reconciler and the store
	 */
	ReconcilerExplorer(boolean comparesCapabilities, int depth, int faults,
			Function<MemberStore, MemberStore> between) {
		this.comparesCapabilities = comparesCapabilities;
		this.depth = depth;
		this.faults = faults;
		this.between = between;
	}

	/** Runs every order; an {@link AssertionError} tells how a rule was broken. */
	void run() throws Exception {
		SuppressedLogging.call(() -> {
			runAll();
			return true;
		});
	}

	private void runAll() {
		Choices choices = new Choices();
		do {
			this.runs++;
			new Run(choices).run();
		}
		while (choices.advance());
	}

	long runs() {
		return this.runs;
	}

	/** One order, and what the application may expect of it. */
	private final class Run {

		private final List<String> journal = new ArrayList<>();

		private final Choices choices;

		private final ReconcilerStore store;

		private final MembershipReconciler reconciler;

		private final Map<String, byte[]> wanted = new HashMap<>();

		/** The groups whose last request was to leave. */
		private final Set<String> left = new HashSet<>();

		private byte version;

		private boolean beating;

		private boolean invalid;

		Run(Choices choices) {
			this.choices = choices;
			this.store = new ReconcilerStore(ReconcilerExplorer.this.comparesCapabilities,
					ReconcilerExplorer.this.faults, choices, this.journal);
			this.store.onJoin(this::mayJoin);
			MemberStore seen = ReconcilerExplorer.this.between.apply(this.store);
			this.reconciler = new MembershipReconciler("a", () -> seen, (group) -> {
			});
		}

		void run() {
			// What came before does not matter, so it is joined already.
			join("A");
			for (int i = 0; i < ReconcilerExplorer.this.depth; i++) {
				step();
			}
			this.store.calmDown();
			this.store.take(false);
			// A beat drops capabilities that are invalid, and says so.
			require(beat() || beat() || beat(), "beats once there is no trouble");
			GROUPS.forEach(this::check);
		}

		private void step() {
			switch (this.choices.below(11)) {
				case 0 -> join("A");
				case 1 -> join("B");
				case 2 -> update("A");
				case 3 -> updateInvalid("A");
				case 4 -> leave("A");
				case 5 -> leave("B");
				case 6 -> leaveAll();
				case 7 -> beat();
				case 8 -> world("the id is taken", () -> this.store.take(true));
				case 9 -> world("the id is given back", () -> this.store.take(false));
				default -> world("A is lost", () -> this.store.lose("A"));
			}
		}

		private void world(String what, Runnable change) {
			this.journal.add(what);
			change.run();
		}

		/** One that fails is not wanted, but may be stored, unless it was refused. */
		private void join(String group) {
			byte[] capabilities = next();
			CoordinationException failure = failure("join " + group + " " + this.version,
					() -> this.reconciler.join(group, capabilities));
			if (failure == null) {
				this.wanted.put(group, capabilities);
			}
			if (failure == null || !(failure instanceof MemberAlreadyExistsException)) {
				this.left.remove(group);
			}
		}

		private void update(String group) {
			byte[] capabilities = next();
			failure("update " + group + " " + this.version, () -> this.reconciler.update(group, capabilities));
			this.wanted.computeIfPresent(group, (id, before) -> capabilities);
		}

		/** Once: what came before two that had no answer is not kept. */
		private void updateInvalid(String group) {
			if (this.invalid) {
				return;
			}
			this.invalid = this.wanted.containsKey(group);
			CoordinationException failure = failure("update " + group + " invalidly",
					() -> this.reconciler.update(group, ReconcilerStore.INVALID));
			if (this.wanted.containsKey(group)) {
				require(failure != null, "refuses what is invalid");
			}
		}

		private void leave(String group) {
			this.wanted.remove(group);
			this.left.add(group);
			failure("leave " + group, () -> this.reconciler.leave(group));
		}

		private void leaveAll() {
			this.wanted.clear();
			this.left.addAll(GROUPS);
			failure("leave all", this.reconciler::leaveAll);
		}

		private boolean beat() {
			this.beating = true;
			CoordinationException failure = failure("beat", this.reconciler::beat);
			this.beating = false;
			if (failure == null && !this.store.isTaken()) {
				GROUPS.forEach(this::check);
			}
			return failure == null;
		}

		private void check(String group) {
			byte[] wanted = this.wanted.get(group);
			if (wanted != null) {
				require(Arrays.equals(this.store.entry(group), wanted), "has the newest in " + group);
			}
			else if (this.left.contains(group)) {
				require(this.store.entry(group) == null, "has left " + group);
			}
		}

		private void mayJoin(String group) {
			require(!this.beating || this.wanted.containsKey(group), "a beat joins only what is wanted: " + group);
		}

		private byte[] next() {
			return new byte[] { ++this.version };
		}

		private CoordinationException failure(String what, Runnable action) {
			this.journal.add(what);
			try {
				action.run();
				return null;
			}
			catch (CoordinationException ex) {
				this.journal.add("  -> " + ex.getMessage());
				return ex;
			}
		}

		private void require(boolean condition, String what) {
			if (!condition) {
				throw new AssertionError(
						"The reconciler breaks the rule that it " + what + ":\n\t" + String.join("\n\t", this.journal));
			}
		}

	}

}
