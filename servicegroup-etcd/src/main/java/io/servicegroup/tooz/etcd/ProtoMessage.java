package io.servicegroup.tooz.etcd;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

import org.jspecify.annotations.Nullable;

/**
 * A type of messages in the format of protocol buffers. Encodes them from the names and
 * types of etcd's JSON gateway, so that no generated classes are needed.
 */
final class ProtoMessage {

	private final Map<String, Field> byName = new HashMap<>();

	/** Declares a field with an integer. */
	ProtoMessage number(int number, String name) {
		return add(new Field(number, name, Kind.NUMBER, List.of(), null));
	}

	ProtoMessage flag(int number, String name) {
		return add(new Field(number, name, Kind.FLAG, List.of(), null));
	}

	ProtoMessage bytes(int number, String name) {
		return add(new Field(number, name, Kind.BYTES, List.of(), null));
	}

	ProtoMessage text(int number, String name) {
		return add(new Field(number, name, Kind.TEXT, List.of(), null));
	}

	/** Declares a field with one of several values, which are numbered from 0. */
	ProtoMessage choice(int number, String name, String... values) {
		return add(new Field(number, name, Kind.CHOICE, List.of(values), null));
	}

	/** Declares a field with a message, or with several. */
	ProtoMessage message(int number, String name, ProtoMessage type) {
		return add(new Field(number, name, Kind.MESSAGE, List.of(), type));
	}

	private ProtoMessage add(Field field) {
		this.byName.put(field.name(), field);
		return this;
	}

	/**
	 * Encodes a message.
	 * @throws IllegalArgumentException if a field is not declared
	 */
	byte[] encode(Map<String, ?> message) {
		ByteArrayOutputStream out = new ByteArrayOutputStream();
		message.forEach((name, value) -> {
			Field field = this.byName.get(name);
			if (field == null) {
				throw new IllegalArgumentException("Unknown field '" + name + "'");
			}
			if (value instanceof List<?> values) {
				values.forEach((each) -> field.encode(each, out));
			}
			else {
				field.encode(value, out);
			}
		});
		return out.toByteArray();
	}

	private static void varint(long value, ByteArrayOutputStream out) {
		long rest = value;
		while ((rest & ~0x7fL) != 0) {
			out.write((int) ((rest & 0x7f) | 0x80));
			rest >>>= 7;
		}
		out.write((int) rest);
	}

	private enum Kind {

		NUMBER(0), FLAG(0), CHOICE(0), BYTES(2), TEXT(2), MESSAGE(2);

		private final int wireType;

		Kind(int wireType) {
			this.wireType = wireType;
		}

	}

	private record Field(int number, String name, Kind kind, List<String> values, @Nullable ProtoMessage type) {

		void encode(Object value, ByteArrayOutputStream out) {
			varint((this.number << 3) | this.kind.wireType, out);
			if (this.kind.wireType == 0) {
				varint(switch (this.kind) {
					case FLAG -> ((Boolean) value) ? 1 : 0;
					case CHOICE -> this.values.indexOf(value);
					default -> ((Number) value).longValue();
				}, out);
			}
			else {
				byte[] bytes = bytes(value);
				varint(bytes.length, out);
				out.writeBytes(bytes);
			}
		}

		@SuppressWarnings("unchecked")
		private byte[] bytes(Object value) {
			return switch (this.kind) {
				case BYTES -> (byte[]) value;
				case TEXT -> ((String) value).getBytes(StandardCharsets.UTF_8);
				default -> Objects.requireNonNull(this.type).encode((Map<String, ?>) value);
			};
		}

	}

}
