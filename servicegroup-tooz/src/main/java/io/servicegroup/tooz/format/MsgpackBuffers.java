package io.servicegroup.tooz.format;

import org.msgpack.core.buffer.MessageBuffer;

/**
 * Chooses the buffers of msgpack. By default they use {@code sun.misc.Unsafe}: Java 24
 * and later print a warning, and a stack trace if that is denied. Its other buffers need
 * no such access; msgpack chooses once, by a system property, when its class is
 * initialized.
 */
public final class MsgpackBuffers {

	private static final String PROPERTY = "msgpack.universal-buffer";

	private static final int FIRST_WITH_WARNING = 24;

	static {
		if (Runtime.version().feature() >= FIRST_WITH_WARNING && System.getProperty(PROPERTY) == null) {
			System.setProperty(PROPERTY, "true");
			try {
				MessageBuffer.wrap(new byte[0]);
			}
			finally {
				System.clearProperty(PROPERTY);
			}
		}
	}

	private MsgpackBuffers() {
	}

	/**
	 * Makes the choice, unless it has been made. Must be called before a packer or an
	 * unpacker is created.
	 */
	public static void choose() {
		// The initialization of this class has made it.
	}

}
