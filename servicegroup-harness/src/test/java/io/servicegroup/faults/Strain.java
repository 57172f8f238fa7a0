package io.servicegroup.faults;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.TimeUnit;

import org.springframework.scheduling.concurrent.ThreadPoolTaskScheduler;

/**
 * The ways in which an application may overload its own JVM.
 */
enum Strain {

	/** Continuous full garbage collections on a heap that is nearly full. */
	COLLECTIONS {

		@Override
		void run(long seconds) throws InterruptedException {
			List<byte[]> ballast = new ArrayList<>();
			for (int i = 0; i < 40; i++) {
				ballast.add(new byte[1 << 20]);
			}
			long until = System.nanoTime() + TimeUnit.SECONDS.toNanos(seconds);
			List<Thread> threads = new ArrayList<>();
			for (int i = 0; i < 4; i++) {
				threads.add(new Thread(() -> {
					while (System.nanoTime() < until) {
						ballast.set(0, new byte[1 << 20]);
						System.gc();
					}
				}));
			}
			threads.forEach(Thread::start);
			for (Thread thread : threads) {
				thread.join();
			}
		}

	},

	/** All threads of Spring's scheduler and of the common pool are blocked. */
	SCHEDULERS {

		@Override
		void run(long seconds) throws InterruptedException {
			CountDownLatch end = new CountDownLatch(1);
			ThreadPoolTaskScheduler scheduler = new ThreadPoolTaskScheduler();
			scheduler.initialize();
			for (int i = 0; i < 4 * Runtime.getRuntime().availableProcessors() + 4; i++) {
				scheduler.execute(() -> hang(end));
				ForkJoinPool.commonPool().execute(() -> hang(end));
			}
			TimeUnit.SECONDS.sleep(seconds);
			end.countDown();
			scheduler.shutdown();
		}

	},

	/** No thread can be started, as the process may have only so many. */
	THREADS {

		@Override
		void run(long seconds) throws InterruptedException {
			CountDownLatch end = new CountDownLatch(1);
			long until = System.nanoTime() + TimeUnit.SECONDS.toNanos(seconds);
			boolean exhausted = false;
			while (System.nanoTime() < until) {
				try {
					new Thread(null, () -> hang(end), "exhausting", 65536).start();
				}
				catch (OutOfMemoryError ex) {
					exhausted = true;
					TimeUnit.MILLISECONDS.sleep(10);
				}
			}
			end.countDown();
			if (!exhausted) {
				throw new IllegalStateException("The number of threads is not limited");
			}
		}

	};

	abstract void run(long seconds) throws InterruptedException;

	private static void hang(CountDownLatch end) {
		try {
			end.await();
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
	}

	/**
	 * Starts the strain in the member's own process, and prints {@link #over} at its end.
	 */
	void start(long seconds) {
		new Thread(() -> {
			try {
				run(seconds);
				System.out.println(over());
			}
			catch (InterruptedException ex) {
				Thread.currentThread().interrupt();
			}
		}, "strain").start();
	}

	String over() {
		return this + " is over";
	}

}
