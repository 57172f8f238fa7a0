package io.servicegroup.tooz.redis;

import java.time.Duration;
import java.util.List;

import io.lettuce.core.RedisCommandExecutionException;
import io.lettuce.core.RedisCommandInterruptedException;
import io.lettuce.core.RedisCommandTimeoutException;
import io.lettuce.core.RedisConnectionException;
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
		RedisCauses causes = new RedisCauses(thrown);
		Throwable cause = this.secrets.stream().anyMatch(causes::mention) ? null : thrown;
		RedisCommandExecutionException refusal = causes.find(RedisCommandExecutionException.class);
		if (refusal != null) {
			return refused(reason(refusal), causes, key, cause);
		}
		if (causes.have(RedisCommandInterruptedException.class)) {
			return new OperationTimedOut("Interrupted while " + this.server + " was asked", cause);
		}
		if (!causes.have(RedisConnectionException.class) && causes.have(RedisCommandTimeoutException.class)) {
			return new OperationTimedOut(this.server + " did not answer within " + this.deadline.toMillis() + " ms",
					cause);
		}
		return new ToozConnectionError(this.server + " cannot be reached: " + reason(causes.root()) + advice(causes)
				+ RedisUrls.TLS.advice(thrown), cause);
	}

	private ToozError refused(String reason, RedisCauses causes, String key, @Nullable Throwable cause) {
		if (reason.contains("WRONGTYPE")) {
			return otherType(key, cause);
		}
		boolean sentinel = causes.mention("Redis Sentinel") || causes.mention("using SENTINEL");
		return new ToozConnectionError(this.server + (sentinel ? ": a sentinel refuses: " : " refuses: ") + reason
				+ ". " + (sentinel ? RedisHints.ofSentinel(reason) : RedisHints.ofServer(reason)), cause);
	}

	private static String advice(RedisCauses causes) {
		return causes.mention("Cannot provide redisAddress")
				? ". The sentinel watches no master of that name: correct sentinel= in the URL" : "";
	}

	/**
	 * Whether the connection is no good any more: one that does not answer may have
	 * nobody at its other end, and one to a former master, or one that has lost its
	 * replicas, leads to the new one when it is made again. A caller's interrupt is no
	 * fault of the connection.
	 */
	boolean isConnectionSpoilt(RuntimeException thrown) {
		RedisCauses causes = new RedisCauses(thrown);
		return causes.mention("READONLY") || causes.mention("NOREPLICAS")
				|| (!causes.have(RedisCommandExecutionException.class)
						&& !causes.have(RedisCommandInterruptedException.class));
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

	private String reason(Throwable ex) {
		String message = (ex.getMessage() != null) ? ex.getMessage() : ex.getClass().getSimpleName();
		for (String secret : this.secrets) {
			message = message.replace(secret, "***");
		}
		return message;
	}

}
