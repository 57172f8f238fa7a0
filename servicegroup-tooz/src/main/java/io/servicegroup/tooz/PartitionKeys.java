package io.servicegroup.tooz;

import java.nio.charset.StandardCharsets;

import io.servicegroup.tooz.format.PythonRepr;

/**
 * Returns the key of an object on the ring: the bytes of Python's {@code str}, so that a
 * Python member finds the same owner for the same value.
 */
final class PartitionKeys {

	private PartitionKeys() {
	}

	static byte[] of(Object object) {
		return (object instanceof PartitionKey key) ? key.partitionKey()
				: text(object).getBytes(StandardCharsets.UTF_8);
	}

	private static String text(Object object) {
		if (object instanceof String text) {
			return text;
		}
		if (object instanceof byte[] bytes) {
			return PythonRepr.of(bytes);
		}
		if (object instanceof Boolean flag) {
			return flag ? "True" : "False";
		}
		String text = object.toString();
		if (text.equals(object.getClass().getName() + '@' + Integer.toHexString(System.identityHashCode(object)))) {
			throw new IllegalArgumentException("toString() of " + object.getClass().getTypeName()
					+ " differs between processes: pass a string, or implement PartitionKey");
		}
		return text;
	}

}
