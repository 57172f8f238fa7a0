package io.servicegroup.tooz.redis;

/**
 * How to mend what a server, or a sentinel, refuses.
 */
final class RedisHints {

	private RedisHints() {
	}

	static String ofServer(String reason) {
		if (reason.contains("The user executing the script")) {
			return ofServer("NOPERM");
		}
		return switch (reason.split(" ", 2)[0]) {
			case "NOAUTH" -> "Put the password into the URL: redis://:password@host, or redis://user:password@host";
			case "WRONGPASS" -> "Correct the user or the password of the URL";
			case "NOPERM" -> "Permit the user what the documentation lists, by ACL SETUSER: the keys ~_tooz_*, and for "
					+ "locks also ~b'_tooz'_*, the channels &_tooz_changed:*, or as the namespace of the URL is, and the "
					+ "commands";
			case "READONLY" -> "Name the host that takes the writes; sentinels are asked again";
			case "NOREPLICAS" -> "Mend the replicas that min-replicas-to-write asks for; sentinels are asked again";
			case "MOVED", "CLUSTERDOWN", "CROSSSLOT" -> "Use a Redis that is not a cluster";
			default -> "See the server's log";
		};
	}

	static String ofSentinel(String reason) {
		if (reason.contains("unknown command 'SENTINEL'")) {
			return "It is no sentinel: let the host and sentinel_fallback name sentinels, or leave out sentinel=";
		}
		return switch (reason.split(" ", 2)[0]) {
			case "NOAUTH" ->
				"Put the sentinels' password into the URL: sentinel_password, and sentinel_username unless "
						+ "it is the default user's";
			case "WRONGPASS" -> "Correct sentinel_username or sentinel_password of the URL";
			case "NOPERM" -> "Permit the sentinels' user +sentinel|get-master-addr-by-name";
			default -> "See the sentinel's log";
		};
	}

}
