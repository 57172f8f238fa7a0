package io.servicegroup.tck;

import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

import com.sun.management.ThreadMXBean;
import io.servicegroup.tck.servers.StoreFixture;
import io.servicegroup.tooz.CoordinationException;
import io.servicegroup.tooz.Coordinator;
import io.servicegroup.tooz.DistributedLock;
import io.servicegroup.tooz.concurrent.Heart;
import io.servicegroup.tooz.spi.AnnotationsRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

/**
 * The contract for arbitrary bytes in the store. The records of other members, groups,
 * leaders and locks are overwritten with mutations of valid records. Then a healthy
 * member must still be listed, its heartbeats must succeed, a read must need little
 * memory, and a call may only fail with a {@link CoordinationException}.
 * {@code -Dhostile.mutations=10000} tests more mutations of each kind than a regular
 * build.
 */
@Timeout(600)
public abstract class HostileStoreContract extends StoreFixture {

	private static final int MUTATIONS = Integer.getInteger("hostile.mutations", 200);

	private static final int BATCH = 20;

	private static final long SEED = Long.getLong("hostile.seed", 20261122);

	/** The most bytes that a read of a few short records may allocate. */
	private static final long BOUND = 8 << 20;

	protected static final byte[] CAPABILITIES = Mutations.capabilities();

	protected static final byte[] ANNOTATIONS = AnnotationsRecord.encode(Map.of("disabled/other", "its disk fails"));

	private final AtomicInteger beats = new AtomicInteger();

	private final Queue<Throwable> failures = new ConcurrentLinkedQueue<>();

	private Coordinator healthy;

	private Coordinator observer;

	/**
	 * Returns all kinds of records of the backend, each with a way to write it directly
	 * into the store.
	 */
	public abstract List<Kind> kinds();

	/**
	 * Returns a URL with a long timeout, so that only a refused heartbeat is a failure,
	 * not a slow one.
	 */
	@Override
	protected String url() {
		return this.server.url("timeout=60");
	}

	@Test
	void hostileRecordsHideNoMemberAndStopNoHeartbeat() {
		this.observer = coordinator("observer");
		this.healthy = joined("healthy", Map.of("zone", "a"));
		opened(new Heart("heart-healthy", this::beat, () -> Duration.ofMillis(100))).start();
		for (Kind kind : kinds()) {
			Mutations mutations = new Mutations(SEED, kind.valid());
			for (int i = 1; i <= MUTATIONS; i++) {
				kind.write().accept(mutations.next());
				if (i % BATCH == 0 || kind.containsHealthy()) {
					look("%s, up to mutation %d of seed %d".formatted(kind.name(), i, SEED), kind);
				}
			}
		}
		int counted = this.beats.get();
		within(RECOVERY).until(() -> this.beats.get() > counted);
	}

	private void beat() {
		try {
			this.healthy.heartbeat();
			this.beats.incrementAndGet();
		}
		catch (RuntimeException | Error ex) {
			this.failures.add(ex);
			throw ex;
		}
	}

	private void look(String which, Kind kind) {
		if (kind.containsHealthy()) {
			// The next heartbeat repairs a record that all members share.
			beat();
		}
		ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
		long before = threads.getCurrentThreadAllocatedBytes();
		assertThat(this.observer.getMembersWithCapabilities(this.group)).as(which).containsKey("healthy");
		assertThat(threads.getCurrentThreadAllocatedBytes() - before).as(which).isLessThan(BOUND);
		assertThat(this.observer.getMemberCapabilities(this.group, "healthy")).as(which).isEqualTo(Map.of("zone", "a"));
		assertThat(this.failures).as(which).isEmpty();
		List.<Runnable>of(this.observer::getGroups, () -> this.observer.getLeader(this.group),
				() -> this.observer.getAnnotations(this.group), () -> this.observer.getMembers("other"), this::tryLock)
			.forEach((call) -> succeedsOrIsRefused(which, call));
	}

	private void tryLock() {
		DistributedLock lock = this.observer.getLock("x");
		if (lock.acquire(false)) {
			lock.release();
		}
	}

	private static void succeedsOrIsRefused(String which, Runnable call) {
		try {
			call.run();
		}
		catch (CoordinationException ex) {
			assertThat(ex.getMessage()).as(which).isNotEmpty();
		}
		catch (RuntimeException | Error ex) {
			fail(which, ex);
		}
	}

	/**
	 * A kind of record.
	 *
	 * @param name the name in failure messages
	 * @param valid a valid record
	 * @param containsHealthy whether the record also contains the healthy member
	 * @param write overwrites the record in the store
	 */
	public record Kind(String name, byte[] valid, boolean containsHealthy, Consumer<byte[]> write) {

		public Kind(String name, byte[] valid, Consumer<byte[]> write) {
			this(name, valid, false, write);
		}

		public Kind(String name, String valid, Consumer<byte[]> write) {
			this(name, valid.getBytes(), false, write);
		}

	}

}
