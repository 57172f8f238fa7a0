package io.servicegroup.tck.servers;

import java.sql.Connection;
import java.sql.SQLException;

/**
 * A MariaDB server. When started as root, it must be given the user to run as.
 */
public final class MariaDbServer extends DatabaseServer {

	private static final String SCRIPT = """
			PATH=$PATH:/usr/sbin
			user=
			# A separate directory: at its start a server deletes the temporary tables of others.
			export TMPDIR="$1/tmp"
			mkdir -p "$TMPDIR"
			if [ "$(id -u)" = 0 ]; then
				user=--user=mysql
				chown mysql "$1" "$TMPDIR"
			fi
			if [ ! -e "$1/data" ]; then
				mariadb-install-db --no-defaults $user --datadir="$1/data" --auth-root-authentication-method=normal \\
					--skip-test-db
				printf '%s\\n' "CREATE DATABASE IF NOT EXISTS tooz;" \\
					"CREATE USER IF NOT EXISTS '$4'@'%' IDENTIFIED BY '$5';" \\
					"GRANT ALL ON tooz.* TO '$4'@'%';" \\
					"CREATE USER IF NOT EXISTS 'secured'@'%' IDENTIFIED BY '$5' REQUIRE X509;" \\
					"GRANT ALL ON tooz.* TO 'secured'@'%';" > "$1/init.sql"
				chmod 644 "$1/init.sql"
			fi
			tls=
			[ -z "$TLS" ] || tls="--ssl-ca=$TLS/ca.pem --ssl-cert=$TLS/server.pem --ssl-key=$TLS/server.key"
			exec mariadbd --no-defaults $user $tls --datadir="$1/data" --bind-address="$2" --port="$3" --socket="$1/socket" \\
				--init-file="$1/init.sql" --skip-name-resolve --skip-log-bin --innodb-buffer-pool-size=8M \\
				--innodb-flush-log-at-trx-commit=0
			""";

	public MariaDbServer() {
		this("");
	}

	private MariaDbServer(String certificates) {
		super("mariadb:11", "TLS='" + certificates + "'\n" + SCRIPT);
	}

	/**
	 * Creates a server with TLS that requires a client certificate for the user
	 * {@code secured}. The certificates must be readable for every user.
	 */
	public static MariaDbServer secured(Certificates certificates) {
		return new MariaDbServer(certificates.directory().toString());
	}

	@Override
	public String url(String query) {
		return "mysql://" + USER + ":" + PASSWORD + "@127.0.0.1:" + this.port + "/tooz?" + query;
	}

	@Override
	public String jdbcUrl() {
		return "jdbc:mariadb://127.0.0.1:" + this.port + "/tooz?connectTimeout=5000&socketTimeout=5000";
	}

	@Override
	void endHolder(Connection operator, String lock) throws SQLException {
		String holder = ask(operator, "select is_used_lock('" + lock + "')");
		if (holder != null) {
			ask(operator, "kill " + holder);
		}
	}

}
