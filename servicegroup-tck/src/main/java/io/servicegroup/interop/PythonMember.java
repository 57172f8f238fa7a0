package io.servicegroup.interop;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

import io.servicegroup.tck.servers.LocalProcess;

import static org.awaitility.Awaitility.await;

/**
 * A member of the real Python tooz, in a separate process. Operations and errors are
 * tooz's own. Each answer has a deadline.
 */
public final class PythonMember implements AutoCloseable {

	private static final String PYTHON = "/usr/bin/python3";

	private static final Duration DEADLINE = Duration.ofSeconds(20);

	private final LocalProcess process;

	private int commands;

	/**
	 * Creates a coordinator in Python. It does not connect yet.
	 */
	public PythonMember(String url, String member) {
		this.process = new LocalProcess(List.of(PYTHON, script().toString(), url, encoded(member))).start();
	}

	private static String encoded(String member) {
		return URLEncoder.encode(member, StandardCharsets.UTF_8).replace("+", "%20");
	}

	/** Returns a copy of the script in a file, as Python cannot run it from a jar. */
	private static Path script() {
		try (InputStream script = PythonMember.class.getResourceAsStream("/tooz_member.py")) {
			Path copy = Files.createTempFile("tooz_member-", ".py");
			copy.toFile().deleteOnExit();
			Files.copy(script, copy, StandardCopyOption.REPLACE_EXISTING);
			return copy;
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	/**
	 * Calls an operation on a group.
	 * @param operation the method of tooz's coordinator
	 * @param group the group's id
	 * @param more further arguments, of types that capabilities support
	 * @throws PythonError if tooz raises an exception
	 */
	public Object callOn(String operation, String group, Object... more) {
		List<Object> arguments = new ArrayList<>(Arrays.asList(more));
		arguments.add(0, bytes(group));
		return call(operation, arguments.toArray());
	}

	/**
	 * Calls an operation.
	 * @param operation the method of tooz's coordinator, or an additional one of the
	 * script
	 * @param arguments its arguments, of types that capabilities support
	 * @throws PythonError if tooz raises an exception
	 */
	public Object call(String operation, Object... arguments) {
		int number = ++this.commands;
		send(TaggedJson.write(Map.of("n", number, "op", operation, "args", Arrays.asList(arguments))));
		Map<?, ?> answer = (Map<?, ?>) TaggedJson.read(answer(number));
		if (answer.get("error") instanceof String error) {
			throw new PythonError(error, (String) answer.get("message"));
		}
		return answer.get("result");
	}

	private void send(String line) {
		try {
			this.process.process().getOutputStream().write((line + "\n").getBytes(StandardCharsets.UTF_8));
			this.process.process().getOutputStream().flush();
		}
		catch (IOException ex) {
			throw new UncheckedIOException("The Python process has ended: " + this.process.output(), ex);
		}
	}

	private String answer(int number) {
		Pattern answer = Pattern.compile("\nANSWER " + number + " (.*)\n");
		return await("Python's answer").atMost(DEADLINE)
			.pollDelay(Duration.ZERO)
			.pollInterval(Duration.ofMillis(10))
			.until(() -> find(answer), Optional::isPresent)
			.orElseThrow();
	}

	private Optional<String> find(Pattern answer) {
		boolean alive = this.process.process().isAlive();
		Matcher found = answer.matcher(this.process.output());
		if (found.find()) {
			return Optional.of(found.group(1));
		}
		if (!alive) {
			throw new IllegalStateException("The Python process has ended: " + this.process.output());
		}
		return Optional.empty();
	}

	/**
	 * Returns the members that tooz lists. On most stores, listing also removes dead
	 * members.
	 */
	public Set<String> members(String group) {
		return texts(callOn("get_members", group));
	}

	/** Returns the groups that tooz lists. */
	public Set<String> groups() {
		return texts(call("get_groups"));
	}

	/** Returns a member's capabilities. */
	public Object capabilities(String group, String member) {
		return callOn("get_member_capabilities", group, bytes(member));
	}

	/** Returns the id of a group's leader. */
	public String leader(String group) {
		return new String((byte[]) callOn("get_leader", group), StandardCharsets.UTF_8);
	}

	/**
	 * Returns a lock of tooz. Two locks with the same name are the same object in Python.
	 */
	public PythonLock lock(String name) {
		return new PythonLock(this, name);
	}

	private static byte[] bytes(String id) {
		return id.getBytes(StandardCharsets.UTF_8);
	}

	private static Set<String> texts(Object ids) {
		return ((Collection<?>) ids).stream()
			.map((id) -> new String((byte[]) id, StandardCharsets.UTF_8))
			.collect(Collectors.toSet());
	}

	/**
	 * Ends the process immediately, as kill -9 does: it neither leaves its groups nor
	 * stops its coordinator.
	 */
	public void kill() {
		this.process.kill();
	}

	@Override
	public void close() {
		kill();
	}

}
