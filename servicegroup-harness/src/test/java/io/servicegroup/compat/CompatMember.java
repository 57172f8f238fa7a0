package io.servicegroup.compat;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Properties;
import java.util.concurrent.locks.Lock;
import java.util.stream.Collectors;

import io.servicegroup.Member;
import io.servicegroup.ServiceGroupAPI;

import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.integration.support.locks.LockRegistry;

/**
 * An application of one build: joins a group, stands for election, and acquires a lock
 * again and again. Compiled with this build and run with the libraries of any build, so
 * it uses only what all of them have. Writes its state to a file.
 */
@SpringBootConfiguration
@EnableAutoConfiguration
public class CompatMember {

	static final String GROUP = "compat";

	/** The name of a file that exists while the lock is held. */
	private static final String HELD = "held";

	public static void main(String[] args) throws Exception {
		String member = args[0];
		Path directory = Path.of(args[1]);
		boolean groups = Boolean.parseBoolean(args[2]);
		ConfigurableApplicationContext context = new SpringApplicationBuilder(CompatMember.class)
			.web(WebApplicationType.NONE)
			.properties("servicegroup.tooz-url=" + args[3], "servicegroup.group=" + GROUP,
					"servicegroup.member-id=" + member, "servicegroup.auto-join=" + groups,
					"servicegroup.leader-election.enabled=" + groups, "servicegroup.poll-interval=300ms",
					"servicegroup.capabilities.build=" + member)
			.run();
		Lock lock = ((LockRegistry<?>) context.getBean("serviceGroupLockRegistry")).obtain("shared");
		Properties state = new Properties();
		int overlaps = 0;
		for (int acquired = 0; context.isRunning();) {
			if (lock.tryLock()) {
				acquired++;
				overlaps += overlaps(directory) ? 1 : 0;
				lock.unlock();
			}
			Thread.sleep(50);
			state.setProperty("acquired", "" + acquired);
			state.setProperty("overlaps", "" + overlaps);
			if (groups) {
				ServiceGroupAPI api = context.getBean(ServiceGroupAPI.class);
				state.setProperty("members", members(api));
				state.setProperty("leads", "" + api.isLeader(GROUP));
			}
			write(directory, member, state);
		}
	}

	private static boolean overlaps(Path directory) throws IOException, InterruptedException {
		try {
			Files.createFile(directory.resolve(HELD));
		}
		catch (FileAlreadyExistsException ex) {
			return true;
		}
		Thread.sleep(100);
		Files.delete(directory.resolve(HELD));
		return false;
	}

	private static String members(ServiceGroupAPI api) {
		try {
			return api.getAll(GROUP)
				.stream()
				.filter((member) -> member.id().equals(member.capabilities().get("build")))
				.map(Member::id)
				.sorted()
				.collect(Collectors.joining(","));
		}
		catch (RuntimeException ex) {
			return "unavailable";
		}
	}

	private static void write(Path directory, String member, Properties state) throws IOException {
		Path next = directory.resolve(member + ".next");
		try (var out = Files.newBufferedWriter(next)) {
			state.store(out, null);
		}
		Files.move(next, directory.resolve(member), StandardCopyOption.ATOMIC_MOVE);
	}

}
