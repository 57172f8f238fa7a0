package io.servicegroup.livemigration;

import java.util.Map;

import io.servicegroup.membership.LiveServiceGroupAPI;

/**
 * A member in its own process, which leaves its group on SIGTERM. Arguments: group,
 * member id, and the two URLs of {@link MigrationUrls}.
 */
public final class MigrationWorker {

	private MigrationWorker() {
	}

	public static void main(String[] args) throws InterruptedException {
		LiveServiceGroupAPI api = new MigrationUrls(args[2], args[3]).api(args[1]);
		Runtime.getRuntime().addShutdownHook(new Thread(api::close));
		api.want(args[0], Map.of("weight", 1));
		api.start();
		Thread.currentThread().join();
	}

}
