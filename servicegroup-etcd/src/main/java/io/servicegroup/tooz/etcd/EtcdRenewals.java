package io.servicegroup.tooz.etcd;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

import io.servicegroup.tooz.CoordinationException;
import org.jspecify.annotations.Nullable;

/**
 * Renews the locks of a heartbeat together: several leases in one request, several keys
 * in one transaction, and these requests in parallel. Thread-safe.
 */
final class EtcdRenewals {

	/** The length of {@code {"ID":…}} with the longest id. */
	private static final int RENEWAL_BYTES = 28;

	private final EtcdClient client;

	/** The locks that were added since the last renewal. */
	private Batch next = new Batch();

	EtcdRenewals(EtcdClient client) {
		this.client = client;
	}

	/**
	 * Adds a lock to the next renewal, which the first of its locks that waits for the
	 * answer starts.
	 * @param lease the lease of the lock
	 * @param key the key of the lock
	 * @param alone renews this lock only
	 * @return waits for the answer: whether the lock is still held
	 */
	synchronized BooleanSupplier add(EtcdLease lease, String key, BooleanSupplier alone) {
		Batch batch = this.next;
		Lock lock = new Lock(lease, key);
		batch.locks.add(lock);
		return () -> {
			Boolean held = batch.answers().get(lock);
			return (held != null) ? held : alone.getAsBoolean();
		};
	}

	/** Ends a batch: later locks are part of the next one. */
	private synchronized void end(Batch batch) {
		if (this.next == batch) {
			this.next = new Batch();
		}
	}

	private record Lock(EtcdLease lease, String key) {

		boolean isHolder(@Nullable EtcdEntry found) {
			return found != null && this.lease.owns(found);
		}

	}

	/** The locks that are renewed together. */
	private final class Batch {

		private final Set<Lock> locks = new LinkedHashSet<>();

		private @Nullable Map<Lock, Boolean> answers;

		private @Nullable CoordinationException failure;

		/**
		 * Returns whether each lock is still held. A lock whose renewal has no answer is
		 * missing.
		 */
		synchronized Map<Lock, Boolean> answers() {
			end(this);
			if (this.failure != null) {
				throw this.failure;
			}
			if (this.answers == null) {
				this.answers = renew(List.copyOf(this.locks));
			}
			return this.answers;
		}

		private Map<Lock, Boolean> renew(List<Lock> all) {
			List<Supplier<EtcdCall<Map<Lock, Boolean>>>> renewals = new ArrayList<>();
			EtcdTxn.parts(all, EtcdClient.MAX_STREAM_BYTES / RENEWAL_BYTES)
				.forEach((part) -> renewals.add(() -> keepAlive(part)));
			List<Supplier<EtcdCall<Map<Lock, Boolean>>>> requests = new ArrayList<>(renewals);
			EtcdTxn.parts(all, EtcdTxn.MAX_OPERATIONS).forEach((part) -> requests.add(() -> areHeld(part)));
			Map<Lock, Boolean> results = new HashMap<>();
			try {
				List<Map<Lock, Boolean>> answered = EtcdRenewals.this.client.inParallel(requests);
				answered.subList(0, renewals.size()).forEach(results::putAll);
				answered.subList(renewals.size(), requests.size())
					.forEach((part) -> part
						.forEach((lock, held) -> results.computeIfPresent(lock, (same, kept) -> kept && held)));
			}
			catch (CoordinationException ex) {
				if (ex.isStoreWide()) {
					this.failure = ex;
					throw ex;
				}
				// The refusal may concern one lock: each is renewed by itself.
				results.clear();
			}
			return results;
		}

		/** Renews the leases. The result lacks the locks without an answer. */
		private EtcdCall<Map<Lock, Boolean>> keepAlive(List<Lock> part) {
			Map<Long, Lock> ids = new LinkedHashMap<>();
			part.forEach((lock) -> ids.put(lock.lease().id(), lock));
			return EtcdRenewals.this.client
				.stream(EtcdClient.KEEP_ALIVE, ids.keySet().stream().map((id) -> Map.of("ID", id)).toList())
				.map((answers) -> {
					Map<Lock, Boolean> kept = new HashMap<>();
					for (EtcdAnswer answer : answers) {
						long id = answer.lease();
						Lock lock = ids.get(id);
						if (lock != null) {
							kept.put(lock, lock.lease().isKept(id, answer));
						}
					}
					return kept;
				});
		}

		private EtcdCall<Map<Lock, Boolean>> areHeld(List<Lock> part) {
			EtcdTxn reads = EtcdTxn.always(part.stream().map((lock) -> EtcdTxn.read(lock.key())).toList());
			return EtcdRenewals.this.client.send(EtcdClient.TXN, reads.body()).map((answer) -> {
				Map<Lock, Boolean> held = new HashMap<>();
				for (int i = 0; i < part.size(); i++) {
					held.put(part.get(i), part.get(i).isHolder(answer.part(i).entry()));
				}
				return held;
			});
		}

	}

}
