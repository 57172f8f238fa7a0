package io.servicegroup.tooz.coordination;

import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CopyOnWriteArrayList;

import io.servicegroup.tooz.CoordinationObserver;
import io.servicegroup.tooz.Coordinator;
import io.servicegroup.tooz.DistributedLock;
import io.servicegroup.tooz.GroupNotFoundException;
import io.servicegroup.tooz.memory.MemoryStore;
import io.servicegroup.tooz.spi.Backend;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class ObservedBackendTests {

	private static final String URL = "memory://observed";

	/** What makes no call to the store, or is not one itself. */
	private static final Set<String> NO_CALLS = Set.of("membershipTimeout", "lockTimeout", "lock", "leaderLock",
			"reader", "track", "annotations", "sendRenewal", "silence", "awaitChance", "onReleased",
			"lossCheckInterval", "isVisiblyLost", "fencingToken", "timeToLive");

	private final List<String> events = new CopyOnWriteArrayList<>();

	@AfterEach
	void closeStore() {
		MemoryStore.named("observed").close();
	}

	@Test
	void eachMethodIsAnOperationOrMakesNoCall() {
		Set<String> methods = new TreeSet<>();
		Set<String> known = new TreeSet<>(NO_CALLS);
		ObservedBackend.OPERATIONS.forEach((type, operations) -> {
			known.addAll(operations.keySet());
			Arrays.stream(type.getMethods())
				.filter((method) -> !Modifier.isStatic(method.getModifiers()))
				.map(Method::getName)
				.forEach(methods::add);
		});
		assertThat(methods).isEqualTo(known);
	}

	@Test
	void callsLocksAndRestoredMembershipsAreObserved() {
		try (Coordinator coordinator = observed(new Recorder())) {
			coordinator.joinGroupCreate("web", null);
			MemoryStore.named("observed").expire("a");
			coordinator.heartbeat();
			assertThatExceptionOfType(GroupNotFoundException.class).isThrownBy(() -> coordinator.getMembers("none"));
			DistributedLock lock = coordinator.getLock("invoices");
			lock.acquire();
			coordinator.heartbeat();
			assertThat(coordinator.getLock("invoices").acquire(false)).isFalse();
			lock.release();
			lock.acquire();
			MemoryStore.named("observed").expire("a");
			coordinator.heartbeat();
			assertThat(this.events).containsSubsequence("memory connect ended", "memory join failed",
					"memory join ended", "memory heartbeat ended", "restored web", "memory read failed",
					"memory acquire-lock ended", "hold of invoices begins", "memory wait for invoices ended",
					"memory renew-lock ended", "memory wait for invoices without success", "memory release-lock ended",
					"hold of invoices ended", "hold of invoices ended", "lost invoices");
		}
	}

	@Test
	void anObserverThatFailsAffectsNothing() {
		CoordinationObserver failing = new CoordinationObserver() {

			@Override
			public Activity storeCall(String backend, String operation) {
				if (operation.equals("heartbeat")) {
					throw new AssertionError("does not begin");
				}
				return (success, failure) -> {
					throw new IllegalStateException("does not end");
				};
			}

			@Override
			public void membershipRestored(String group) {
				throw new IllegalStateException("restored");
			}

		};
		CoordinationObserver both = CoordinationObserver.all(List.of(failing, new Recorder()));
		try (Coordinator coordinator = observed(both)) {
			coordinator.joinGroupCreate("web", null);
			MemoryStore.named("observed").expire("a");
			coordinator.heartbeat();
			assertThat(coordinator.getMembers("web")).containsExactly("a");
		}
		assertThat(this.events).as("observed by the other one")
			.containsSubsequence("memory join ended", "memory heartbeat ended", "restored web", "memory read ended");
	}

	@Test
	void withoutAnObserverTheBackendIsNotIntercepted() {
		Backend backend = Coordinators.backendType(Coordinators.parse(URL)).create(Coordinators.parse(URL), "a");
		CoordinationObserver none = CoordinationObserver.all(List.of(CoordinationObserver.NONE));
		assertThat(ObservedBackend.of(backend, "memory", none)).isSameAs(backend);
	}

	private static Coordinator observed(CoordinationObserver observer) {
		return Coordinators.get(Coordinators.parse(URL), "a", observer);
	}

	private final class Recorder implements CoordinationObserver {

		private Activity activity(String what) {
			return (success, failure) -> ObservedBackendTests.this.events
				.add(what + ((failure != null) ? " failed" : success ? " ended" : " without success"));
		}

		@Override
		public Activity storeCall(String backend, String operation) {
			return activity(backend + " " + operation);
		}

		@Override
		public Activity lockWait(String backend, String lock) {
			return activity(backend + " wait for " + lock);
		}

		@Override
		public Activity lockHold(String backend, String lock) {
			ObservedBackendTests.this.events.add("hold of " + lock + " begins");
			return activity("hold of " + lock);
		}

		@Override
		public void lockLost(String backend, String lock) {
			ObservedBackendTests.this.events.add("lost " + lock);
		}

		@Override
		public void membershipRestored(String group) {
			ObservedBackendTests.this.events.add("restored " + group);
		}

	}

}
