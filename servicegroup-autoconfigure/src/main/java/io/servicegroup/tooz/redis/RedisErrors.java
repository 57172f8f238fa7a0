package io.servicegroup.tooz.redis;

import java.time.Duration;
import java.util.List;

import io.lettuce.core.RedisCommandExecutionException;
import io.lettuce.core.RedisCommandInterruptedException;
import io.lettuce.core.RedisCommandTimeoutException;
import io.lettuce.core.RedisConnectionException;
import io.lettuce.core.RedisReadOnlyException;
import io.servicegroup.tooz.GroupAlreadyExist;
import io.servicegroup.tooz.GroupNotCreated;
import io.servicegroup.tooz.GroupNotEmpty;
import io.servicegroup.tooz.MemberAlreadyExist;
import io.servicegroup.tooz.MemberNotJoined;
import io.servicegroup.tooz.OperationTimedOut;
import io.servicegroup.tooz.SerializationError;
import io.servicegroup.tooz.ToozConnectionError;
import io.servicegroup.tooz.ToozError;
import org.jspecify.annotations.Nullable;

/**
 * Says in tooz's words what the client threw, and how to mend it. Blots the password out:
 * a server that does not know a command repeats its arguments, AUTH's too.
 */
final class RedisErrors {

	private final String server;

	private final List<String> secrets;

	private final Duration deadline;

	RedisErrors(RedisAddress address, Duration deadline) {
		this.server = address.server();
		this.secrets = address.secrets();
		this.deadline = deadline;
	}

	/**
	 * Translates what a call threw.
	 * @param thrown the client's exception
	 * @param key the key that the call was about
	 */
	ToozError translate(RuntimeException thrown, String key) {
		Throwable cause = leaks(thrown) ? null : thrown;
		RedisCommandExecutionException refusal = find(thrown, RedisCommandExecutionException.class);
		if (refusal != null) {
			String reason = reason(refusal);
			return reason.contains("WRONGTYPE") ? otherType(key, cause)
					: new ToozConnectionError(this.server + " refuses: " + reason + ". " + hint(reason), cause);
		}
		if (find(thrown, RedisCommandInterruptedException.class) != null) {
			return new ToozError("Interrupted while " + this.server + " was asked", cause);
		}
		if (find(thrown, RedisConnectionException.class) == null
				&& find(thrown, RedisCommandTimeoutException.class) != null) {
			return new OperationTimedOut(this.server + " did not answer within " + this.deadline.toMillis() + " ms",
					cause);
		}
		return new ToozConnectionError(
				this.server + " cannot be reached: " + reason(root(thrown)) + RedisUrls.TLS.advice(thrown), cause);
	}

	/**
	 * Whether the connection is no good any more: one that does not answer may have
	 * nobody at its other end, and one to a former master leads to the new one when it is
	 * made again. A caller's interrupt is no fault of the connection.
	 */
	boolean isConnectionSpoilt(RuntimeException thrown) {
		return find(thrown, RedisReadOnlyException.class) != null
				|| (find(thrown, RedisCommandExecutionException.class) == null
						&& find(thrown, RedisCommandInterruptedException.class) == null);
	}

	/**
	 * Translates what a script returned.
	 * @param code the code, not {@link RedisScripts#OK}
	 * @param key the group's key
	 */
	ToozError ofCode(int code, String group, String member, byte[] key) {
		return switch (code) {
			case RedisScripts.NO_GROUP -> new GroupNotCreated(group);
			case RedisScripts.OTHER_TYPE -> otherType(RedisKeys.text(key), null);
			case RedisScripts.FOREIGN -> new MemberAlreadyExist(group, member);
			case RedisScripts.NOT_JOINED -> new MemberNotJoined(group, member);
			case RedisScripts.NOT_EMPTY -> new GroupNotEmpty(group);
			case RedisScripts.EXISTS -> new GroupAlreadyExist(group);
			default -> throw new IllegalArgumentException("No script returns " + code);
		};
	}

	/** A key that tooz did not write. */
	private SerializationError otherType(String key, @Nullable Throwable cause) {
		return new SerializationError("The key '" + key + "' of " + this.server
				+ " holds another type than tooz's: something else wrote it. Delete it (redis-cli DEL '" + key
				+ "'), or give this application another namespace (?namespace=…)", cause);
	}

	private String hint(String reason) {
		String code = reason.split(" ", 2)[0];
		return switch (code) {
			case "NOAUTH" -> "Put the password into the URL: redis://:password@host, or redis://user:password@host";
			case "WRONGPASS" -> "Correct the user or the password of the URL";
			case "NOPERM" -> "Permit the user all commands on tooz's keys and channels, see ACL SETUSER: ~_tooz* "
					+ "&_tooz*, and for locks also ~b'_tooz'*, or as the namespace of the URL is";
			case "READONLY" -> "Name the host that takes the writes";
			case "MOVED", "CLUSTERDOWN", "CROSSSLOT" -> "Use a Redis that is not a cluster";
			default -> "See the server's log";
		};
	}

	private String reason(Throwable ex) {
		String message = (ex.getMessage() != null) ? ex.getMessage() : ex.getClass().getSimpleName();
		for (String secret : this.secrets) {
			message = message.replace(secret, "***");
		}
		return message;
	}

	private boolean leaks(Throwable thrown) {
		for (Throwable ex = thrown; ex != null; ex = ex.getCause()) {
			if (ex.getMessage() != null && this.secrets.stream().anyMatch(ex.getMessage()::contains)) {
				return true;
			}
		}
		return false;
	}

	private static Throwable root(Throwable thrown) {
		Throwable root = thrown;
		while (root.getCause() != null) {
			root = root.getCause();
		}
		return root;
	}

	private static <T extends Throwable> @Nullable T find(Throwable thrown, Class<T> type) {
		for (Throwable ex = thrown; ex != null; ex = ex.getCause()) {
			if (type.isInstance(ex)) {
				return type.cast(ex);
			}
		}
		return null;
	}

}
