package io.servicegroup.servers;

/**
 * A PostgreSQL, the newest one that is installed. It does not run as root.
 */
public final class PostgresServer extends DatabaseServer {

	private static final String SCRIPT = """
			bin=$(ls -d /usr/lib/postgresql/*/bin | sort -V | tail -n 1)
			run=
			if [ "$(id -u)" = 0 ]; then
				run='setpriv --reuid=postgres --regid=postgres --init-groups'
				mkdir -p "$1"
				chown postgres "$1"
			fi
			if [ ! -e "$1/data" ]; then
				printf '%s' "$5" > "$1/password"
				$run "$bin/initdb" -D "$1/data" -U "$4" --pwfile="$1/password" -A scram-sha-256 -N -E UTF8 --locale=C
			fi
			rm -f "$1/data/postmaster.pid"
			exec $run "$bin/postgres" -D "$1/data" -h "$2" -p "$3" -k '' -F
			""";

	public PostgresServer() {
		super("postgres:15", SCRIPT);
	}

	@Override
	public String url(String query) {
		return "postgresql://" + USER + ":" + PASSWORD + "@127.0.0.1:" + this.port + "/postgres?" + query;
	}

	@Override
	public String jdbcUrl() {
		return "jdbc:postgresql://127.0.0.1:" + this.port + "/postgres?connectTimeout=5&socketTimeout=5";
	}

}
