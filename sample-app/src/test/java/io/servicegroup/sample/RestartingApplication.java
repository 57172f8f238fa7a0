package io.servicegroup.sample;

import io.servicegroup.ServiceGroupAPI;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.devtools.restart.Restarter;
import org.springframework.context.ConfigurableApplicationContext;

/**
 * Runs the sample application, restarts it once by devtools, and ends.
 */
public final class RestartingApplication {

	private static final String RESTARTED = "servicegroup.test.restarted";

	private RestartingApplication() {
	}

	/** Like those of applications, it does not close the context before a restart. */
	public static void main(String[] args) throws InterruptedException {
		ConfigurableApplicationContext context = SpringApplication.run(SampleApplication.class, args);
		ServiceGroupAPI api = context.getBean(ServiceGroupAPI.class);
		while (!api.getStatus().isUp()) {
			Thread.sleep(10);
		}
		System.out
			.println("members: " + api.read("web").members().size() + ", heartbeat threads: " + heartbeatThreads());
		if (System.setProperty(RESTARTED, "true") == null) {
			Restarter.getInstance().restart();
		}
		else {
			context.close();
		}
	}

	private static long heartbeatThreads() {
		return Thread.getAllStackTraces()
			.keySet()
			.stream()
			.filter((thread) -> thread.getName().equals("servicegroup-heart"))
			.count();
	}

}
