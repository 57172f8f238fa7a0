package io.servicegroup.tck.servers;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.function.BiFunction;

/**
 * A database server with one user. A shell script creates its files at the first start
 * and then executes the server.
 */
public abstract class DatabaseServer implements StoreServer {

	public static final String USER = "servicegroup";

	public static final String PASSWORD = "s3cr3tMarker";

	protected final int port = LocalProcess.freePort();

	private final Path directory;

	private final ServerProcess process;

	/**
	 * Starts the server.
	 * @param image the image of a container
	 * @param script gets as $1 to $5 a directory that may not exist yet, the address and
	 * the port to listen on, the user and the password
	 */
	protected DatabaseServer(String image, String script) {
		this.directory = createDirectory();
		this.process = ServerPrograms.create(image, this.port, (address) -> List.of("sh", "-ec", script, "sh",
				this.directory.toString(), address, Integer.toString(this.port), USER, PASSWORD));
		start();
	}

	/**
	 * Starts a server that is always a local process.
	 * @param program creates the process for a directory and the port to listen on
	 */
	protected DatabaseServer(BiFunction<Path, Integer, ServerProcess> program) {
		this.directory = createDirectory();
		this.process = program.apply(this.directory, this.port);
		start();
	}

	private static Path createDirectory() {
		try {
			return Files.createTempDirectory("servicegroup-");
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	/** Returns the JDBC URL, without a user. */
	public abstract String jdbcUrl();

	public int port() {
		return this.port;
	}

	@Override
	public ServerProcess process() {
		return this.process;
	}

	/** Opens a new session. */
	public Connection connect() throws SQLException {
		return DriverManager.getConnection(jdbcUrl(), USER, PASSWORD);
	}

	/**
	 * Returns the first column of the first row as text, or {@code null} if there is no
	 * row.
	 */
	public static String ask(Connection connection, String sql) throws SQLException {
		try (Statement statement = connection.createStatement(); ResultSet result = statement.executeQuery(sql)) {
			return result.next() ? result.getString(1) : null;
		}
	}

	/** Ends the session that holds a lock, as an operator would. */
	public void endHolder(String lock) {
		try (Connection operator = connect()) {
			endHolder(operator, lock);
		}
		catch (SQLException ex) {
			throw new IllegalStateException(ex);
		}
	}

	/** Does nothing if no session holds the lock. */
	void endHolder(Connection operator, String lock) throws SQLException {
		throw new UnsupportedOperationException("This database has no locks");
	}

	@Override
	public void start() {
		this.process.start();
		this.process.awaitReady(() -> {
			try (Connection connection = connect()) {
				return true;
			}
			catch (SQLException ex) {
				return false;
			}
		});
	}

	@Override
	public void addGroup(String group, int members) {
		throw new UnsupportedOperationException("tooz has no groups in a database");
	}

	/** Deletes all members. Locks need no wipe, because they end with their sessions. */
	@Override
	public void wipe() {
		try (Connection connection = connect(); Statement statement = connection.createStatement()) {
			statement.execute("TRUNCATE TABLE service_group_member");
		}
		catch (SQLException ex) {
			if (!String.valueOf(ex.getSQLState()).startsWith("42")) {
				throw new IllegalStateException(ex);
			}
			// The table does not exist.
		}
	}

	@Override
	public void close() {
		this.process.close();
		try {
			Directories.delete(this.directory);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

}
