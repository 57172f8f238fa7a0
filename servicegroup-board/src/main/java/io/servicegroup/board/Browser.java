package io.servicegroup.board;

import java.io.IOException;

/**
 * A browser that receives the stream.
 */
interface Browser {

	/**
	 * Sends bytes. Blocks until the browser's connection accepts them.
	 * @throws IOException if the browser is disconnected
	 */
	void send(byte[] bytes) throws IOException, InterruptedException;

	/** Ends the response. */
	void complete();

}
