package io.servicegroup.moves;

import java.util.Map;

import io.servicegroup.membership.LiveServiceGroupAPI;

/**
 * A member in a process of its own, which leaves when it is asked to end. Its arguments
 * are the group, its id and its {@link Sides}.
 */
public final class MovingWorker {

	private MovingWorker() {
	}

	public static void main(String[] args) throws InterruptedException {
		LiveServiceGroupAPI api = new Sides(args[2], args[3]).api(args[1]);
		Runtime.getRuntime().addShutdownHook(new Thread(api::close));
		api.want(args[0], Map.of("weight", 1));
		api.start();
		Thread.currentThread().join();
	}

}
