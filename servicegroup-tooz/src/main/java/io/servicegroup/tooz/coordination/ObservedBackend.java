package io.servicegroup.tooz.coordination;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.Map;
import java.util.function.BooleanSupplier;

import io.servicegroup.tooz.CoordinationObserver;
import io.servicegroup.tooz.CoordinationObserver.Activity;
import io.servicegroup.tooz.spi.AnnotationOperations;
import io.servicegroup.tooz.spi.Backend;
import io.servicegroup.tooz.spi.GroupReader;
import io.servicegroup.tooz.spi.LockContender;
import org.jspecify.annotations.Nullable;

/**
 * Intercepts the calls to a store, of a backend, its locks, its readers and its
 * annotations.
 */
final class ObservedBackend implements InvocationHandler {

	private static final String RENEWAL = "renew-lock";

	/** The methods that call the store, with the names of the operations. */
	static final Map<Class<?>, Map<String, String>> OPERATIONS = Map.of(Backend.class,
			Map.ofEntries(Map.entry("connect", "connect"), Map.entry("groups", "list-groups"),
					Map.entry("createGroup", "create-group"), Map.entry("deleteGroup", "delete-group"),
					Map.entry("join", "join"), Map.entry("leave", "leave"), Map.entry("evict", "evict"),
					Map.entry("beat", "heartbeat"), Map.entry("members", "read"), Map.entry("memberIds", "read"),
					Map.entry("read", "read"), Map.entry("knows", "read"),
					Map.entry("requireWritable", "check-writable"), Map.entry("leader", "read-leader"),
					Map.entry("departures", "read-departures"), Map.entry("watch", "watch"),
					Map.entry("close", "close")),
			LockContender.class,
			Map.of("tryAcquire", "acquire-lock", "renew", RENEWAL, "isHeld", "read-lock", "release", "release-lock",
					"breakHold", "break-lock"),
			GroupReader.class, Map.of("read", "read"), AnnotationOperations.class,
			Map.of("read", "read-annotations", "write", "write-annotations"));

	private final Object target;

	private final Map<String, String> operations;

	private final String backend;

	private final CoordinationObserver observer;

	private ObservedBackend(Object target, Map<String, String> operations, String backend,
			CoordinationObserver observer) {
		this.target = target;
		this.operations = operations;
		this.backend = backend;
		this.observer = observer;
	}

	/** Returns the backend itself if nothing observes it. */
	static Backend of(Backend backend, String name, CoordinationObserver observer) {
		return (observer != CoordinationObserver.NONE) ? proxy(Backend.class, backend, name, observer) : backend;
	}

	private static <T> T proxy(Class<T> type, Object target, String name, CoordinationObserver observer) {
		return type.cast(Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] { type },
				new ObservedBackend(target, OPERATIONS.getOrDefault(type, Map.of()), name, observer)));
	}

	@Override
	public @Nullable Object invoke(Object proxy, Method method, Object @Nullable [] arguments) throws Throwable {
		String operation = this.operations.get(method.getName());
		Activity call = (operation != null) ? this.observer.storeCall(this.backend, operation) : Activity.NONE;
		try {
			Object result = method.invoke(this.target, arguments);
			call.end(true, null);
			if (result instanceof BooleanSupplier answer) {
				return observed(answer, this.observer.storeCall(this.backend, RENEWAL));
			}
			return observed(method, result);
		}
		catch (InvocationTargetException ex) {
			call.end(false, ex.getTargetException());
			throw ex.getTargetException();
		}
	}

	/** A renewal that was sent takes from then to its answer. */
	private static BooleanSupplier observed(BooleanSupplier answer, Activity call) {
		return () -> {
			try {
				boolean held = answer.getAsBoolean();
				call.end(true, null);
				return held;
			}
			catch (Throwable ex) {
				call.end(false, ex);
				throw ex;
			}
		};
	}

	private @Nullable Object observed(Method method, @Nullable Object result) {
		Class<?> type = method.getReturnType();
		return (result != null && type.isInterface() && OPERATIONS.containsKey(type))
				? proxy(type, result, this.backend, this.observer) : result;
	}

}
