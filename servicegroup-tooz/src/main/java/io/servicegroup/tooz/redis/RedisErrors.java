package io.servicegroup.tooz.redis;

import java.nio.channels.ClosedChannelException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import io.lettuce.core.RedisCommandExecutionException;
import io.lettuce.core.RedisCommandInterruptedException;
import io.lettuce.core.RedisCommandTimeoutException;
import io.lettuce.core.RedisConnectionException;
import io.servicegroup.tooz.AccessDeniedException;
import io.servicegroup.tooz.CoordinationException;
import io.servicegroup.tooz.CoordinationInterruptedException;
import io.servicegroup.tooz.GroupAlreadyExistsException;
import io.servicegroup.tooz.GroupNotEmptyException;
import io.servicegroup.tooz.GroupNotFoundException;
import io.servicegroup.tooz.LoginRefusedException;
import io.servicegroup.tooz.MemberAlreadyExistsException;
import io.servicegroup.tooz.MemberNotJoinedException;
import io.servicegroup.tooz.OperationTimeoutException;
import io.servicegroup.tooz.SerializationException;
import io.servicegroup.tooz.StoreUnavailableException;
import io.servicegroup.tooz.format.Redactor;
import org.jspecify.annotations.Nullable;

/**
 * Translates the client's exceptions and the scripts' codes into tooz's errors, and adds
 * how to fix them. Replaces passwords with {@code ***}: the error of a server that does
 * not know a command repeats its arguments, including those of AUTH.
 */
final class RedisErrors {

	/** The code of a command that failed in a script, as Redis before 7 reports it. */
	private static final Pattern IN_SCRIPT = Pattern.compile("@user_script: ?\\d+: -?([A-Z]+) ");

	/**
	 * The server is not the master, or not able to serve: another one may be, at the same
	 * address or as the sentinels report.
	 */
	private static final Set<String> NOT_SERVING = Set.of("READONLY", "LOADING", "MASTERDOWN", "CLUSTERDOWN",
			"NOREPLICAS");

	/** The server answers readings, but refuses writes. */
	private static final Set<String> REFUSED_WRITES = Set.of("OOM", "READONLY", "MISCONF", "NOREPLICAS");

	private final String server;

	private final Redactor redactor;

	private final Duration deadline;

	RedisErrors(RedisAddress address, Duration deadline) {
		this.server = address.description();
		this.redactor = address.redactor();
		this.deadline = deadline;
	}

	/**
	 * Translates an exception of the client. Drops the cause if it contains a password.
	 * @param thrown the client's exception
	 * @param key the key that the call was about
	 */
	CoordinationException translate(RuntimeException thrown, String key) {
		List<Throwable> all = withCauses(thrown);
		Throwable cause = this.redactor.causeOrNull(thrown);
		RedisCommandExecutionException refusal = find(all, RedisCommandExecutionException.class);
		if (refusal != null) {
			return refused(reason(refusal), all, key, cause);
		}
		if (find(all, RedisCommandInterruptedException.class) != null) {
			return new CoordinationInterruptedException("Interrupted while waiting for an answer of " + this.server,
					cause);
		}
		if (find(all, RedisConnectionException.class) == null
				&& find(all, RedisCommandTimeoutException.class) != null) {
			return new OperationTimeoutException(this.server + " did not answer within " + this.deadline.toMillis()
					+ " ms. Check the server and the network", cause);
		}
		StoreUnavailableException credentials = find(all, StoreUnavailableException.class);
		if (credentials != null) {
			return new StoreUnavailableException(reason(credentials), cause);
		}
		return new StoreUnavailableException(
				this.server + " cannot be reached: " + reason(root(thrown)) + connectionHint(thrown, all), cause);
	}

	private CoordinationException refused(String reason, List<Throwable> all, String key, @Nullable Throwable cause) {
		if (code(reason).equals("WRONGTYPE")) {
			return wrongType(key, cause);
		}
		boolean sentinel = mention(all, "Redis Sentinel") || mention(all, "using SENTINEL");
		String message = this.server + (sentinel ? ": a sentinel refused the request: " : " refused the request: ")
				+ reason + ". " + (sentinel ? sentinelHint(reason) : serverHint(reason));
		return (!sentinel && reason.matches("(?s)(WRONGPASS|ERR invalid password).*"))
				? new LoginRefusedException(message, cause)
				: (!sentinel && serverHint(reason).equals(serverHint("NOPERM")))
						? new AccessDeniedException(message, cause) : new StoreUnavailableException(message, cause);
	}

	private static String connectionHint(RuntimeException thrown, List<Throwable> all) {
		if (mention(all, "Cannot provide redisAddress")) {
			return ". The sentinels do not know this master: correct sentinel= in the URL";
		}
		String tls = RedisUrls.TLS.advice(thrown);
		return tls.isEmpty() ? ". Check host and port in the URL, and that the server is running" : tls;
	}

	private static String serverHint(String reason) {
		return switch (code(reason)) {
			case "NOAUTH" -> "Add :password@ or user:password@ in front of the host in the URL";
			case "WRONGPASS" -> "Correct the user or the password in the URL";
			case "NOPERM" -> "Grant the user the documented rights with ACL SETUSER: the keys ~_tooz_*, for locks also "
					+ "~b'_tooz'_*, the channels &_tooz_changed:*, and the commands. If the URL sets a namespace, "
					+ "use it in place of _tooz";
			case "OOM" -> "Raise maxmemory, or delete what other applications have stored";
			case "MISCONF" -> "Free disk space: the server cannot save its data, see its log";
			case "READONLY" -> "Set the host that accepts writes in the URL. If the URL names a sentinel, the next "
					+ "call asks the sentinels for the current master";
			case "NOREPLICAS" -> "Repair the replicas that min-replicas-to-write requires. If the URL names a "
					+ "sentinel, the next call asks the sentinels for the current master";
			case "MOVED", "CLUSTERDOWN", "CROSSSLOT" -> "Redis Cluster is not supported. Use a server without it";
			default -> "See the server's log";
		};
	}

	private static String sentinelHint(String reason) {
		if (reason.contains("unknown command 'SENTINEL'")) {
			return "The server is not a sentinel. Set host and sentinel_fallback to sentinels, or remove sentinel= "
					+ "from the URL";
		}
		return switch (reason.split(" ", 2)[0]) {
			case "NOAUTH" -> "Add sentinel_password to the URL, and sentinel_username unless it is the default user";
			case "WRONGPASS" -> "Correct sentinel_username or sentinel_password in the URL";
			case "NOPERM" -> "Grant the user of the sentinels +sentinel|get-master-addr-by-name";
			default -> "See the sentinel's log";
		};
	}

	/**
	 * Returns whether the next call needs a new connection. A connection whose call timed
	 * out may be dead without an error. An interrupt of the caller does not affect the
	 * connection.
	 */
	boolean requiresReconnect(RuntimeException thrown) {
		List<Throwable> all = withCauses(thrown);
		return hasCode(all, NOT_SERVING) || (find(all, RedisCommandExecutionException.class) == null
				&& find(all, RedisCommandInterruptedException.class) == null);
	}

	/** Returns whether the server refused a write, whatever was to be written. */
	boolean isRefusedWrite(RuntimeException thrown) {
		return hasCode(withCauses(thrown), REFUSED_WRITES);
	}

	private static boolean hasCode(List<Throwable> all, Set<String> codes) {
		return all.stream()
			.anyMatch((ex) -> ex instanceof RedisCommandExecutionException refusal && codes.contains(code(refusal)));
	}

	static String code(RedisCommandExecutionException refusal) {
		return code(String.valueOf(refusal.getMessage()));
	}

	/**
	 * Returns the code of an error: its first word, or that of the command that failed in
	 * a script.
	 */
	static String code(String reason) {
		if (reason.contains("The user executing the script")) {
			return "NOPERM";
		}
		Matcher inScript = IN_SCRIPT.matcher(reason);
		return inScript.find() ? inScript.group(1) : reason.split(" ", 2)[0];
	}

	/** Returns the server's name for messages, without secrets. */
	String server() {
		return this.server;
	}

	/**
	 * Translates the code that a script returned.
	 * @param code the code, not {@link RedisScripts#OK}
	 * @param key the group's key
	 */
	CoordinationException ofScriptCode(int code, String group, String member, byte[] key) {
		return switch (code) {
			case RedisScripts.NO_GROUP -> new GroupNotFoundException(group);
			case RedisScripts.WRONG_TYPE -> wrongType(RedisKeys.text(key), null);
			case RedisScripts.HELD_BY_OTHER -> new MemberAlreadyExistsException(group, member);
			case RedisScripts.NOT_SHARED -> MemberAlreadyExistsException.ofUnsharedHeartbeat(group, member);
			case RedisScripts.NOT_JOINED -> new MemberNotJoinedException(group, member);
			case RedisScripts.NOT_EMPTY -> new GroupNotEmptyException(group);
			case RedisScripts.EXISTS -> new GroupAlreadyExistsException(group);
			default -> throw new IllegalArgumentException("Unknown code of a Redis script: " + code);
		};
	}

	private SerializationException wrongType(String key, @Nullable Throwable cause) {
		return new SerializationException(
				"Key '" + key + "' in " + this.server + " has a type that tooz does not write. "
						+ "If another application wrote it, delete it (redis-cli DEL '" + key
						+ "') or use another namespace (?namespace=…)",
				cause);
	}

	/** Returns the message without its full stop, since advice follows it. */
	private String reason(Throwable ex) {
		String message = (ex.getMessage() != null) ? ex.getMessage() : ex.getClass().getSimpleName();
		return this.redactor.redact(message.endsWith(".") ? message.substring(0, message.length() - 1) : message);
	}

	private static Throwable root(Throwable thrown) {
		return (thrown.getCause() != null) ? root(thrown.getCause()) : thrown;
	}

	/**
	 * Returns the exception, its causes and their suppressed exceptions: Lettuce reports
	 * the answers of some sentinels as suppressed exceptions only.
	 */
	private static List<Throwable> withCauses(Throwable thrown) {
		List<Throwable> all = new ArrayList<>();
		for (Throwable ex = thrown; ex != null; ex = ex.getCause()) {
			all.add(ex);
		}
		for (Throwable cause : List.copyOf(all)) {
			for (Throwable suppressed : cause.getSuppressed()) {
				all.addAll(withCauses(suppressed));
			}
		}
		return all;
	}

	private static <T extends Throwable> @Nullable T find(List<Throwable> all, Class<T> type) {
		return all.stream().filter(type::isInstance).map(type::cast).findFirst().orElse(null);
	}

	/**
	 * Returns whether a connection failed at once and Lettuce does not say why. If the
	 * server refuses and hangs up while Lettuce still prepares the channel, the refusal
	 * is lost: only a closed channel or a missing handler is reported.
	 */
	static boolean lacksReason(RedisConnectionException thrown) {
		List<Throwable> all = withCauses(thrown);
		return find(all, RedisCommandExecutionException.class) == null
				&& find(all, RedisCommandTimeoutException.class) == null
				&& (find(all, ClosedChannelException.class) != null
						|| mention(all, "RedisHandshakeHandler not registered"));
	}

	private static boolean mention(List<Throwable> all, String words) {
		return all.stream().anyMatch((ex) -> String.valueOf(ex.getMessage()).contains(words));
	}

}
