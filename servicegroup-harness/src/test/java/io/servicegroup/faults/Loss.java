package io.servicegroup.faults;

import java.time.Duration;

import io.servicegroup.tck.servers.StoreServer;

/**
 * The ways in which a store loses its data or is unavailable.
 */
enum Loss {

	WIPED("store wiped", 0) {

		@Override
		void inject(StoreServer server, Runnable meanwhile) {
			meanwhile.run();
			server.wipe();
		}

	},

	RESTARTED_EMPTY("store killed and restarted empty", 0.25) {

		@Override
		void restart(StoreServer server) {
			server.start();
		}

	},

	RESTARTED("store killed and restarted with its data", 0.25),

	GONE("store killed, gone for 2 timeouts, back with its data", 2);

	private final String title;

	private final double timeouts;

	Loss(String title, double timeouts) {
		this.title = title;
		this.timeouts = timeouts;
	}

	String title() {
		return this.title;
	}

	boolean isKeepingData() {
		return this == RESTARTED || this == GONE;
	}

	/** Injects the fault, and returns when the server answers again. */
	void inject(StoreServer server, Runnable meanwhile) throws InterruptedException {
		server.stop();
		meanwhile.run();
		FaultEnvironment.sleep(Duration.ofMillis((long) (FaultEnvironment.TIMEOUT.toMillis() * this.timeouts)));
		restart(server);
	}

	void restart(StoreServer server) {
		server.restart();
	}

}
