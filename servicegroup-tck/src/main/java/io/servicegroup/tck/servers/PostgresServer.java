package io.servicegroup.tck.servers;

import java.sql.Connection;
import java.sql.SQLException;

/**
 * A PostgreSQL server of the newest installed version. It does not run as root.
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
			set -- "$@" -D "$1/data" -h "$2" -p "$3" -k '' -F
			if [ -n "$TLS" ]; then
				for file in ca.pem server.pem server.key; do
					cp "$TLS/$file" "$1/data/$file"
					[ -z "$run" ] || chown postgres "$1/data/$file"
				done
				chmod 600 "$1/data/server.key"
				printf '%s\\n' 'hostnossl all all 127.0.0.1/32 scram-sha-256' \\
					'hostssl all all 127.0.0.1/32 scram-sha-256 clientcert=verify-ca' > "$1/data/pg_hba.conf"
				set -- "$@" -c ssl=on -c ssl_ca_file=ca.pem -c ssl_cert_file=server.pem -c ssl_key_file=server.key
			fi
			shift 5
			exec $run "$bin/postgres" "$@"
			""";

	public PostgresServer() {
		this("");
	}

	private PostgresServer(String certificates) {
		super("postgres:15", "TLS='" + certificates + "'\n" + SCRIPT);
	}

	/** Creates a server that requires a client certificate on TLS connections. */
	public static PostgresServer secured(Certificates certificates) {
		return new PostgresServer(certificates.directory().toString());
	}

	@Override
	public String url(String query) {
		return "postgresql://" + USER + ":" + PASSWORD + "@127.0.0.1:" + this.port + "/postgres?" + query;
	}

	@Override
	public String jdbcUrl() {
		return "jdbc:postgresql://127.0.0.1:" + this.port
				+ "/postgres?sslmode=disable&connectTimeout=5&socketTimeout=5";
	}

	/** Ends the holders of all locks, as the lock's key is a digest. */
	@Override
	void endHolder(Connection operator, String lock) throws SQLException {
		ask(operator, "select pg_terminate_backend(pid, 5000) from pg_locks where locktype = 'advisory'");
	}

}
