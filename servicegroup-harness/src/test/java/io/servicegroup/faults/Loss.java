package io.servicegroup.faults;

import java.time.Duration;

import io.servicegroup.tck.servers.StoreServer;

/**
 * The ways in which a store loses its data, or is gone for a while.
 */
enum Loss {

	WIPED("store wiped", 0) {

		@Override
		void happen(StoreServer server, Runnable meanwhile) {
			meanwhile.run();
			server.wipe();
		}

	},

	RESTARTED_EMPTY("store killed and restarted empty", 0.25) {

		@Override
		void comeBack(StoreServer server) {
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

	/** Returns when the server answers. */
	void happen(StoreServer server, Runnable meanwhile) throws InterruptedException {
		server.stop();
		meanwhile.run();
		Scene.last(Duration.ofMillis((long) (Scene.TIMEOUT.toMillis() * this.timeouts)));
		comeBack(server);
	}

	void comeBack(StoreServer server) {
		server.restart();
	}

}
