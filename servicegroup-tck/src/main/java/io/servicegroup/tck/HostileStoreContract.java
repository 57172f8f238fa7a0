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
 * What every backend promises whatever stands in the store: a healthy member is listed,
 * its heart beats on, and a reading costs little. The records of others, of other groups,
 * of leaders and locks are overwritten by mutations; {@code -Dhostile.mutations=10000}
 * takes more of each kind than a build has time for.
 */
@Timeout(600)
public abstract class HostileStoreContract extends StoreFixture {

	private static final int MUTATIONS = Integer.getInteger("hostile.mutations", 200);

	private static final int BATCH = 20;

	private static final long SEED = Long.getLong("hostile.seed", 20261122);

	/** For one reading, of what few short records stand there. */
	private static final long BOUND = 8 << 20;

	protected static final byte[] CAPABILITIES = Mutations.capabilities();

	protected static final byte[] NOTES = AnnotationsRecord.encode(Map.of("disabled/other", "its disk fails"));

	private final AtomicInteger beats = new AtomicInteger();

	private final Queue<Throwable> failures = new ConcurrentLinkedQueue<>();

	private Coordinator healthy;

	private Coordinator observer;

	/** All kinds of records, with what writes one raw. */
	public abstract List<Kind> kinds();

	/**
	 * What is a failure here is a heartbeat that is refused, not one that takes a second.
	 */
	@Override
	protected String url() {
		return this.server.url("timeout=60");
	}

	@Test
	void hostileRecordsHideNobodyAndStopNoHeart() {
		this.observer = coordinator("observer");
		this.healthy = joined("healthy", Map.of("zone", "a"));
		opened(new Heart("heart-healthy", this::beat, () -> Duration.ofMillis(100))).start();
		for (Kind kind : kinds()) {
			Mutations mutations = new Mutations(SEED, kind.valid());
			for (int i = 1; i <= MUTATIONS; i++) {
				kind.write().accept(mutations.next());
				if (i % BATCH == 0 || kind.everybodys()) {
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
		if (kind.everybodys()) {
			// What is one record for all is mended by the next heartbeat.
			beat();
		}
		ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
		long before = threads.getCurrentThreadAllocatedBytes();
		assertThat(this.observer.getMembersWithCapabilities(this.group)).as(which).containsKey("healthy");
		assertThat(threads.getCurrentThreadAllocatedBytes() - before).as(which).isLessThan(BOUND);
		assertThat(this.observer.getMemberCapabilities(this.group, "healthy")).as(which).isEqualTo(Map.of("zone", "a"));
		assertThat(this.failures).as(which).isEmpty();
		List.<Runnable>of(this.observer::getGroups, () -> this.observer.getLeader(this.group),
				() -> this.observer.getNotes(this.group), () -> this.observer.getMembers("other"), this::tryLock)
			.forEach((call) -> refusesAtMost(which, call));
	}

	private void tryLock() {
		DistributedLock lock = this.observer.getLock("x");
		if (lock.acquire(false)) {
			lock.release();
		}
	}

	private static void refusesAtMost(String which, Runnable call) {
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
	 * @param valid a proper one
	 * @param everybodys whether the healthy member stands in it, too
	 * @param write puts another in its place
	 */
	public record Kind(String name, byte[] valid, boolean everybodys, Consumer<byte[]> write) {

		public Kind(String name, byte[] valid, Consumer<byte[]> write) {
			this(name, valid, false, write);
		}

		public Kind(String name, String valid, Consumer<byte[]> write) {
			this(name, valid.getBytes(), false, write);
		}

	}

}
