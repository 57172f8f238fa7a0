package io.servicegroup.tooz.coordination;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Future;
import java.util.concurrent.locks.ReentrantReadWriteLock;

import io.servicegroup.tck.Contestant;
import io.servicegroup.tck.PartitionedMember;
import io.servicegroup.tck.servers.ServerProcess;
import io.servicegroup.tooz.CoordinationObserver;
import io.servicegroup.tooz.Coordinator;
import io.servicegroup.tooz.ToozUrl;
import io.servicegroup.tooz.concurrent.Heart;
import io.servicegroup.tooz.spi.BackendType;
import org.jspecify.annotations.Nullable;

/**
 * A member in this JVM that a test can freeze and kill like a separate process, for a
 * store in the same JVM. None of its code runs while it is frozen or after it is killed.
 */
public final class LocalMember implements ServerProcess {

	/** Read-locked by running code, and write-locked while the member is frozen. */
	private final ReentrantReadWriteLock running = new ReentrantReadWriteLock(true);

	private final StringBuffer output = new StringBuffer();

	private final List<Heart> hearts = new ArrayList<>();

	private final Coordinator coordinator;

	private volatile boolean killed;

	private LocalMember(String url, String member) {
		ToozUrl parsed = Coordinators.parse(url);
		BackendType type = BackendTypes.of(parsed);
		this.coordinator = new BackendCoordinator(new BackendConnection(type, () -> type.create(parsed, member)),
				member, new IdValidator(type), new FreezableLocks(), CoordinationObserver.NONE);
		this.coordinator.start();
		repeat(this.coordinator::heartbeat, this.coordinator.shortestTimeout().dividedBy(3));
	}

	/**
	 * Creates a member that contends for a lock or a leadership, like a
	 * {@link Contestant}.
	 */
	public static LocalMember contending(String url, String member, String kind, String what) {
		LocalMember local = new LocalMember(url, member);
		Contestant contestant = new Contestant(local.coordinator, (line) -> local.output.append(line).append('\n'));
		contestant.contend(kind, what, local::repeat);
		return local;
	}

	/** Creates a member of a partitioned group, like a {@link PartitionedMember}. */
	public static LocalMember partitioned(String url, String member, String group) {
		LocalMember local = new LocalMember(url, member);
		local.coordinator.joinPartitionedGroup(group);
		return local;
	}

	private void repeat(Runnable work, Duration interval) {
		Heart heart = new Heart("local-member", () -> run(work), () -> interval);
		this.hearts.add(heart);
		heart.start();
	}

	private void run(Runnable work) {
		this.running.readLock().lock();
		try {
			if (!this.killed) {
				work.run();
			}
		}
		finally {
			this.running.readLock().unlock();
		}
	}

	@Override
	public ServerProcess start() {
		throw new UnsupportedOperationException("The member is already started");
	}

	@Override
	public void pause() {
		this.running.writeLock().lock();
	}

	@Override
	public void resume() {
		this.running.writeLock().unlock();
	}

	/** Stops the member without any call to the store. */
	@Override
	public void kill() {
		this.killed = true;
		while (this.running.isWriteLockedByCurrentThread()) {
			resume();
		}
		this.hearts.forEach((heart) -> heart.stop(Duration.ofSeconds(5)));
	}

	@Override
	public boolean isAlive() {
		return !this.killed;
	}

	@Override
	public String output() {
		return this.output.toString();
	}

	@Override
	public void close() {
		kill();
		this.coordinator.close();
	}

	private final class FreezableLocks extends LockManager {

		@Override
		@Nullable Future<?> expire(long nanos, Runnable check) {
			return super.expire(nanos, () -> LocalMember.this.run(check));
		}

		@Override
		void async(Runnable action) {
			super.async(() -> LocalMember.this.run(action));
		}

	}

}
