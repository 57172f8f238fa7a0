package io.servicegroup.tooz.format;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

import org.jspecify.annotations.Nullable;
import org.msgpack.core.MessageBufferPacker;
import org.msgpack.core.MessagePack;
import org.msgpack.core.MessagePackException;
import org.msgpack.core.MessagePacker;
import org.msgpack.core.MessageUnpacker;
import org.msgpack.value.ValueType;

/**
 * Splits msgpack containers without decoding their elements. So a record can be written
 * again with all other parts unchanged, byte for byte, and one part that cannot be
 * decoded hides nothing but itself.
 */
public final class RawMsgpack {

	static {
		MsgpackBuffers.choose();
	}

	private static final byte NIL = (byte) 0xc0;

	private RawMsgpack() {
	}

	/**
	 * Returns whether a value is nil.
	 * @param bytes the packed value
	 * @return whether it is nil
	 */
	public static boolean isNil(byte[] bytes) {
		return bytes.length == 1 && bytes[0] == NIL;
	}

	/**
	 * Packs nil.
	 * @return the packed value
	 */
	public static byte[] nil() {
		return new byte[] { NIL };
	}

	/**
	 * Splits a map.
	 * @param bytes the packed map
	 * @return key, value, key, value, …; or {@code null} if it is not a complete map
	 */
	public static @Nullable List<byte[]> map(byte[] bytes) {
		return elements(bytes, ValueType.MAP);
	}

	/**
	 * Splits an array.
	 * @param bytes the packed array
	 * @return the elements; or {@code null} if it is not a complete array
	 */
	public static @Nullable List<byte[]> array(byte[] bytes) {
		return elements(bytes, ValueType.ARRAY);
	}

	private static @Nullable List<byte[]> elements(byte[] bytes, ValueType type) {
		try (MessageUnpacker unpacker = MessagePack.newDefaultUnpacker(bytes)) {
			if (!unpacker.hasNext() || unpacker.getNextFormat().getValueType() != type) {
				return null;
			}
			long count = (type == ValueType.MAP) ? 2L * unpacker.unpackMapHeader() : unpacker.unpackArrayHeader();
			List<byte[]> elements = new ArrayList<>();
			for (long i = 0; i < count; i++) {
				int begin = (int) unpacker.getTotalReadBytes();
				unpacker.skipValue();
				elements.add(Arrays.copyOfRange(bytes, begin, (int) unpacker.getTotalReadBytes()));
			}
			return unpacker.hasNext() ? null : elements;
		}
		catch (IOException | MessagePackException ex) {
			return null;
		}
	}

	/**
	 * Reads an id or the name of a field.
	 * @param value the packed value
	 * @return the text of a <em>bin</em> or a <em>str</em>; {@code null} for another
	 * type, an incomplete value, or bytes that are not UTF-8
	 */
	public static @Nullable String text(byte[] value) {
		try (MessageUnpacker unpacker = MessagePack.newDefaultUnpacker(value)) {
			byte[] bytes = switch (unpacker.getNextFormat().getValueType()) {
				case BINARY -> payload(unpacker, unpacker.unpackBinaryHeader(), value.length);
				case STRING -> payload(unpacker, unpacker.unpackRawStringHeader(), value.length);
				default -> null;
			};
			return (bytes != null) ? StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString()
					: null;
		}
		catch (CharacterCodingException | MessagePackException ex) {
			return null;
		}
		catch (IOException ex) {
			throw new IllegalStateException("Cannot read from memory", ex);
		}
	}

	/**
	 * Reads a payload. Returns null if the header declares more bytes than the input has,
	 * so that no more memory is allocated.
	 */
	private static byte @Nullable [] payload(MessageUnpacker unpacker, int declared, int available) throws IOException {
		return (declared <= available) ? unpacker.readPayload(declared) : null;
	}

	/**
	 * Packs an id as a <em>bin</em>, as tooz does.
	 * @param id the id
	 * @return the packed id
	 */
	public static byte[] id(String id) {
		byte[] bytes = id.getBytes(StandardCharsets.UTF_8);
		return pack((packer) -> packer.packBinaryHeader(bytes.length).writePayload(bytes));
	}

	/**
	 * Packs a map of packed elements.
	 * @param keysAndValues key, value, key, value, …
	 * @return the packed map
	 */
	public static byte[] packMap(List<byte[]> keysAndValues) {
		return join(pack((packer) -> packer.packMapHeader(keysAndValues.size() / 2)), keysAndValues);
	}

	/**
	 * Packs an array of packed elements.
	 * @param elements the elements
	 * @return the packed array
	 */
	public static byte[] packArray(List<byte[]> elements) {
		return join(pack((packer) -> packer.packArrayHeader(elements.size())), elements);
	}

	private static byte[] join(byte[] header, List<byte[]> elements) {
		ByteArrayOutputStream bytes = new ByteArrayOutputStream();
		bytes.writeBytes(header);
		elements.forEach(bytes::writeBytes);
		return bytes.toByteArray();
	}

	private static byte[] pack(Packing packing) {
		try (MessageBufferPacker packer = MessagePack.newDefaultBufferPacker()) {
			packing.pack(packer);
			return packer.toByteArray();
		}
		catch (IOException ex) {
			throw new IllegalStateException("Cannot write to memory", ex);
		}
	}

	private interface Packing {

		void pack(MessagePacker packer) throws IOException;

	}

}
