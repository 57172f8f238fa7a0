package io.servicegroup.tck;

import java.io.ByteArrayOutputStream;
import java.lang.management.ManagementFactory;
import java.math.BigInteger;
import java.time.Duration;
import java.time.LocalDateTime;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import java.util.function.Consumer;

import com.sun.management.ThreadMXBean;
import io.servicegroup.tooz.Capabilities;
import io.servicegroup.tooz.SerializationException;

/**
 * Generates seeded mutations of valid records: changed bits, bytes and lengths, spliced
 * records, headers with false lengths, and deep nesting. A reader must finish quickly,
 * with little memory, with a value or a {@link SerializationException}.
 */
public final class Mutations {

	/**
	 * The most bytes that a read may allocate, plus {@link #BYTES_PER_BYTE} for each byte
	 * of the record.
	 */
	public static final long BYTES = 1 << 20;

	public static final long BYTES_PER_BYTE = 512;

	public static final int COUNT = 10_000;

	private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

	private static final List<byte[]> BOMBS = List
		.of("ddffffffff", "dd7fffffff", "dfffffffff", "df40000000", "dbffffffff", "db7fffffff", "c6ffffffff",
				"c67fffffff", "c9ffffffff04", "c97fffffff01", "dcffff", "deffff", "c0", "c1", "8180", "c70004",
				"d40490", "d50491a0", "c403ffffff", "a3eda080", "cfffffffffffffffff", "d3ffffffffffffffff", "00",
				"0d0a", "7b7b", "5b5b", "2200", "3d3d")
		.stream()
		.map(HexFormat.of()::parseHex)
		.toList();

	private final Random random;

	private final long seed;

	private final List<byte[]> valid;

	public Mutations(long seed, byte[]... valid) {
		this.random = new Random(seed);
		this.seed = seed;
		this.valid = List.of(valid);
	}

	public byte[] next() {
		byte[] bytes = any();
		for (int changes = this.random.nextInt(4); changes >= 0; changes--) {
			bytes = change(bytes);
		}
		return bytes;
	}

	private byte[] any() {
		return this.valid.get(this.random.nextInt(this.valid.size())).clone();
	}

	private byte[] change(byte[] bytes) {
		int at = this.random.nextInt(bytes.length + 1);
		return switch (this.random.nextInt(9)) {
			case 0 -> flipped(bytes, at);
			case 1 -> Arrays.copyOf(bytes, at);
			case 2 -> spliced(bytes, at, random(1 + this.random.nextInt(8)), at);
			case 3 -> spliced(bytes, at, BOMBS.get(this.random.nextInt(BOMBS.size())), at);
			case 4 -> overwritten(bytes, at, BOMBS.get(this.random.nextInt(BOMBS.size())));
			case 5 -> spliced(bytes, at, any(), at);
			case 6 -> spliced(bytes, at, new byte[0], Math.min(bytes.length, at + this.random.nextInt(5)));
			case 7 -> spliced(bytes, at, nested(), at);
			default -> (this.random.nextInt(20) == 0) ? random(this.random.nextInt(5000)) : flipped(bytes, at);
		};
	}

	private byte[] flipped(byte[] bytes, int at) {
		if (at < bytes.length) {
			bytes[at] = (byte) (this.random.nextBoolean() ? this.random.nextInt(256)
					: bytes[at] ^ (1 << this.random.nextInt(8)));
		}
		return bytes;
	}

	private byte[] overwritten(byte[] bytes, int at, byte[] with) {
		return spliced(bytes, at, with, Math.min(bytes.length, at + with.length));
	}

	/** Returns nested containers, usually few and sometimes very many. */
	private byte[] nested() {
		byte[] level = List.of("91", "81a16b", "8191", "d40491", "5b", "7b2261223a")
			.stream()
			.map(HexFormat.of()::parseHex)
			.toList()
			.get(this.random.nextInt(6));
		int levels = (this.random.nextInt(50) == 0) ? 100_000 / level.length : this.random.nextInt(70);
		ByteArrayOutputStream all = new ByteArrayOutputStream();
		for (int i = 0; i < levels; i++) {
			all.writeBytes(level);
		}
		return all.toByteArray();
	}

	private byte[] random(int length) {
		byte[] bytes = new byte[length];
		this.random.nextBytes(bytes);
		return bytes;
	}

	private static byte[] spliced(byte[] bytes, int before, byte[] middle, int from) {
		ByteArrayOutputStream all = new ByteArrayOutputStream();
		all.write(bytes, 0, before);
		all.writeBytes(middle);
		all.write(bytes, from, bytes.length - from);
		return all.toByteArray();
	}

	/**
	 * Reads mutations one by one. Any exception but a {@link SerializationException} is a
	 * failure.
	 */
	public void forEach(int count, Consumer<byte[]> reader) {
		// Not measured, because it loads classes.
		this.valid.forEach(reader);
		for (int i = 0; i < count; i++) {
			byte[] bytes = next();
			check("mutation " + i + " of seed " + this.seed, bytes, reader);
		}
	}

	/** Reads one record and checks the outcome, the memory and the time. */
	public static void check(String which, byte[] bytes, Consumer<byte[]> reader) {
		long allocated = THREADS.getCurrentThreadAllocatedBytes();
		long time = THREADS.getCurrentThreadCpuTime();
		try {
			reader.accept(bytes);
		}
		catch (SerializationException ex) {
			if (ex.getMessage() == null || ex.getMessage().isEmpty()) {
				throw new AssertionError(which + " is refused without a message");
			}
		}
		catch (Throwable ex) {
			throw new AssertionError(which + " failed with " + ex + ": " + shown(bytes), ex);
		}
		allocated = THREADS.getCurrentThreadAllocatedBytes() - allocated;
		time = THREADS.getCurrentThreadCpuTime() - time;
		if (allocated > BYTES + BYTES_PER_BYTE * bytes.length || time > Duration.ofSeconds(1).toNanos()) {
			throw new AssertionError(which + ", " + bytes.length + " bytes, takes " + allocated + " bytes and "
					+ time / 1_000_000 + " ms: " + shown(bytes));
		}
	}

	private static String shown(byte[] bytes) {
		return HexFormat.of().formatHex(bytes, 0, Math.min(bytes.length, 500));
	}

	/** Returns packed capabilities with a value of each type. */
	public static byte[] capabilities() {
		Map<String, Object> all = new LinkedHashMap<>();
		all.put("text", "grün ✓");
		all.put("bytes", new byte[] { 1, 2, 3 });
		all.put("numbers", List.of(1L, -5L, 1L << 40, BigInteger.ONE.shiftLeft(63), 2.5));
		all.put("scalars", Arrays.asList(true, null));
		all.put("uuid", UUID.fromString("01234567-89ab-cdef-0123-456789abcdef"));
		all.put("time", LocalDateTime.of(2026, 2, 28, 23, 59, 1, 123_456_000));
		all.put("set", Set.of("a", 1L));
		all.put("nested", Map.of("deep", Map.of("er", List.of(Set.of(1L)))));
		all.put("opaque", new Capabilities.Opaque((byte) 99, new byte[] { 1, 2 }));
		return Capabilities.encode(all);
	}

}
