package io.servicegroup.shedlock;

import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ScheduledThreadPoolExecutor;

import io.servicegroup.tooz.DistributedLock;
import io.servicegroup.tooz.DistributedLocks;
import io.servicegroup.tooz.InvalidToozUrlException;
import io.servicegroup.tooz.concurrent.DaemonThreads;
import net.javacrumbs.shedlock.core.ExtensibleLockProvider;
import net.javacrumbs.shedlock.core.LockConfiguration;
import net.javacrumbs.shedlock.core.SimpleLock;

import org.springframework.context.SmartLifecycle;

/**
 * ShedLock's lock provider on top of {@link DistributedLocks}, for {@code @SchedulerLock}
 * on the store that the service group is in.
 * <p>
 * A lock ends with {@code lockAtMostFor}, after {@code lockAtLeastFor} if the task ends
 * sooner, and always with the process that holds it: when it stops, after the timeout of
 * the lock if it dies. All times are measured by this process. The bean of the
 * auto-configuration delays the stop until the tasks that hold locks have ended, for at
 * most {@code spring.lifecycle.timeout-per-shutdown-phase}.
 * <p>
 * The lock's name in the store is {@code shedlock-} and ShedLock's name; if the backend
 * does not accept that, the name's UUID follows {@code shedlock-}.
 * <p>
 * Thread-safe.
 *
 * @since 0.1.0
 */
public final class ServiceGroupLockProvider implements ExtensibleLockProvider {

	private static final String PREFIX = "shedlock-";

	private final DistributedLocks locks;

	private final ScheduledThreadPoolExecutor timer;

	private final RunningTasks running = new RunningTasks();

	/**
	 * Creates the provider.
	 * @param locks the locks in the store, which something else must renew
	 */
	public ServiceGroupLockProvider(DistributedLocks locks) {
		this.locks = locks;
		this.timer = DaemonThreads.timer("servicegroup-shedlock");
	}

	/**
	 * Tries once to acquire a lock.
	 * @throws io.servicegroup.tooz.CoordinationException if the store does not answer
	 */
	@Override
	public Optional<SimpleLock> lock(LockConfiguration configuration) {
		DistributedLock lock = create(configuration.getName());
		LimitedLock limited = new LimitedLock(lock, this.timer, this.running);
		// Before the lock is acquired, so that no stop comes in between.
		if (!this.running.add(limited)) {
			return Optional.empty();
		}
		Optional<SimpleLock> acquired = Optional.empty();
		try {
			if (lock.tryLock()) {
				acquired = Optional.of(limit(limited, lock, configuration));
			}
			return acquired;
		}
		finally {
			if (acquired.isEmpty()) {
				this.running.remove(limited);
			}
		}
	}

	private static SimpleLock limit(LimitedLock limited, DistributedLock lock, LockConfiguration configuration) {
		try {
			return limited.limit(configuration);
		}
		catch (RuntimeException | Error ex) {
			lock.release();
			throw ex;
		}
	}

	/** Returns what delays the application's stop until the tasks have ended. */
	SmartLifecycle lifecycle() {
		return this.running;
	}

	/** Creates the lock object, without access to the store. */
	private DistributedLock create(String name) {
		try {
			return this.locks.getLock(PREFIX + name);
		}
		catch (InvalidToozUrlException ex) {
			return this.locks.getLock(PREFIX + UUID.nameUUIDFromBytes(name.getBytes(StandardCharsets.UTF_8)));
		}
	}

}
