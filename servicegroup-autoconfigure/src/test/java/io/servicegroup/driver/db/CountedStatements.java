package io.servicegroup.driver.db;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.Statement;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

import javax.sql.DataSource;

/**
 * A {@link DataSource} that records the statements sent through it.
 */
public final class CountedStatements {

	private final List<String> sent = new CopyOnWriteArrayList<>();

	private final DataSource dataSource;

	public CountedStatements(DataSource dataSource) {
		this.dataSource = proxy(DataSource.class, (proxy, method, arguments) -> {
			Object result = invoke(dataSource, method, arguments);
			return (result instanceof Connection connection) ? counted(connection) : result;
		});
	}

	public DataSource dataSource() {
		return this.dataSource;
	}

	/** Returns the statements since the last call. */
	public List<String> take() {
		List<String> taken = List.copyOf(this.sent);
		this.sent.clear();
		return taken;
	}

	private Connection counted(Connection connection) {
		return proxy(Connection.class, (proxy, method, arguments) -> {
			Object result = invoke(connection, method, arguments);
			if (result instanceof PreparedStatement statement) {
				return counted(PreparedStatement.class, statement, arguments[0].toString());
			}
			return (result instanceof Statement statement) ? counted(Statement.class, statement, null) : result;
		});
	}

	private <T> T counted(Class<T> type, T statement, String sql) {
		return proxy(type, (proxy, method, arguments) -> {
			if (method.getName().startsWith("execute")) {
				this.sent.add((sql != null) ? sql : arguments[0].toString());
			}
			return invoke(statement, method, arguments);
		});
	}

	private static Object invoke(Object on, Method method, Object[] arguments) throws Throwable {
		try {
			return method.invoke(on, arguments);
		}
		catch (InvocationTargetException ex) {
			throw ex.getCause();
		}
	}

	private static <T> T proxy(Class<T> type, InvocationHandler handler) {
		return type.cast(Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] { type }, handler));
	}

}
