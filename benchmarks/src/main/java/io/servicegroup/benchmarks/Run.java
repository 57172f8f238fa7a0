package io.servicegroup.benchmarks;

import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;

import io.servicegroup.tck.servers.StoreServer;
import org.jspecify.annotations.Nullable;

/**
 * A run of the benchmarks: its servers, which start when a row needs them, and its
 * figures.
 */
final class Run implements AutoCloseable {

	private final boolean quick;

	private final Map<Store, StoreServer> servers = new EnumMap<>(Store.class);

	private final List<Figure> figures = new ArrayList<>();

	/** The points of each plot, by series. */
	private final Map<String, Map<String, Map<Double, Double>>> plots = new LinkedHashMap<>();

	private final AtomicInteger names = new AtomicInteger();

	private final List<String> failures = new ArrayList<>();

	/**
	 * The end of the time that a run may take, on the clock of {@link System#nanoTime}.
	 */
	private final long end;

	private String row = "";

	/**
	 * The thread of the part that is measured; a part that took too long adds nothing.
	 */
	private volatile @Nullable Thread measuring;

	Run(boolean quick) {
		this.quick = quick;
		// The build needs some of the 4 or 25 minutes.
		this.end = System.nanoTime() + TimeUnit.SECONDS.toNanos(quick ? 205 : 1380);
	}

	boolean isQuick() {
		return this.quick;
	}

	/** Returns one of two values: for a quick run, and for a whole one. */
	int choose(int forQuick, int forWhole) {
		return this.quick ? forQuick : forWhole;
	}

	Duration seconds(double forQuick, double forWhole) {
		return Duration.ofMillis((long) ((this.quick ? forQuick : forWhole) * 1000));
	}

	/** Returns the store's server, which starts with the first call. */
	StoreServer server(Store store) {
		return this.servers.computeIfAbsent(store, Store::start);
	}

	/** Stops the store's server, so that the next row starts with an empty one. */
	void restart(Store store) {
		StoreServer server = this.servers.remove(store);
		if (server != null) {
			server.close();
		}
	}

	/** Returns a name that this run has not used before. */
	String fresh(String prefix) {
		return prefix + this.names.incrementAndGet();
	}

	/** Starts a row. */
	void begin(Row next) {
		this.row = next.name();
	}

	/**
	 * Measures a part of a row. If it fails, takes too long, or the time of the run is
	 * over, this is noted and the run goes on.
	 * @param part what is measured, for the note
	 */
	void attempt(String part, Interleaved.Call call) {
		long left = Math.min(TimeUnit.SECONDS.toNanos(this.quick ? 75 : 300), this.end - System.nanoTime());
		if (left <= 0) {
			failed(part, "no time left");
			return;
		}
		ExecutorService thread = Executors.newSingleThreadExecutor();
		Future<?> result = thread.submit(() -> {
			this.measuring = Thread.currentThread();
			call.run();
			return null;
		});
		thread.shutdown();
		try {
			result.get(left, TimeUnit.NANOSECONDS);
		}
		catch (TimeoutException ex) {
			this.measuring = null;
			result.cancel(true);
			failed(part, "it took too long");
			awaitEnd(thread);
		}
		catch (ExecutionException ex) {
			failed(part, String.valueOf(ex.getCause()));
		}
		catch (InterruptedException ex) {
			throw new IllegalStateException(ex);
		}
	}

	/** Waits until an interrupted part has closed what it has opened. */
	private static void awaitEnd(ExecutorService thread) {
		try {
			thread.awaitTermination(20, TimeUnit.SECONDS);
		}
		catch (InterruptedException ex) {
			throw new IllegalStateException(ex);
		}
	}

	private void failed(String part, String reason) {
		this.failures.add((this.row + " " + part).strip() + ": " + reason);
		System.out.println("  " + part + " was not measured: " + reason);
	}

	/** Returns what could not be measured, and why. */
	List<String> failures() {
		return this.failures;
	}

	void add(Figure figure) {
		if (Thread.currentThread() != this.measuring) {
			throw new CancellationException("This part took too long");
		}
		Figure added = figure.in(this.row);
		this.figures.add(added);
		System.out.println("  " + Report.line(added));
	}

	/** Adds a point to a plot. */
	void point(String plot, String series, double x, double y) {
		this.plots.computeIfAbsent(plot, (key) -> new LinkedHashMap<>())
			.computeIfAbsent(series, (key) -> new TreeMap<>())
			.put(x, y);
	}

	List<Figure> figures() {
		return this.figures;
	}

	Map<String, Map<String, Map<Double, Double>>> plots() {
		return this.plots;
	}

	@Override
	public void close() {
		this.servers.values().forEach(StoreServer::close);
		this.servers.clear();
	}

}
