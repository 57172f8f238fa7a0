package io.servicegroup.tooz.etcd;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;

import io.grpc.KnownLength;
import io.grpc.MethodDescriptor;

/**
 * Passes the bytes of messages through.
 */
final class GrpcBytes implements MethodDescriptor.Marshaller<byte[]> {

	@Override
	public InputStream stream(byte[] value) {
		return new ByteArrayInputStream(value);
	}

	@Override
	public byte[] parse(InputStream stream) {
		try {
			if (!(stream instanceof KnownLength)) {
				return stream.readAllBytes();
			}
			byte[] message = new byte[stream.available()];
			stream.readNBytes(message, 0, message.length);
			return message;
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

}
