package io.servicegroup.tooz.redis;

import java.util.Collection;
import java.util.List;

import io.lettuce.core.protocol.CommandEncoder;
import io.lettuce.core.protocol.RedisCommand;
import io.lettuce.core.resource.NettyCustomizer;
import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.EncoderException;
import io.netty.handler.codec.MessageToByteEncoder;

/**
 * Encodes commands as Lettuce's {@link CommandEncoder} does, but does not log them.
 * Lettuce's encoder logs every command at TRACE, including the password of AUTH.
 */
final class NonLoggingCommandEncoder extends MessageToByteEncoder<Object> {

	/** Replaces Lettuce's encoder in the pipeline of each new connection. */
	static final NettyCustomizer INSTALLER = new NettyCustomizer() {

		@Override
		public void afterChannelInitialized(Channel channel) {
			channel.pipeline()
				.replace(CommandEncoder.class, "non-logging-command-encoder", new NonLoggingCommandEncoder());
		}

	};

	@Override
	protected void encode(ChannelHandlerContext context, Object message, ByteBuf out) {
		Collection<?> commands = (message instanceof Collection<?> batch) ? batch : List.of(message);
		for (Object command : commands) {
			encode((RedisCommand<?, ?, ?>) command, out);
		}
	}

	private static void encode(RedisCommand<?, ?, ?> command, ByteBuf out) {
		out.markWriterIndex();
		try {
			command.encode(out);
		}
		catch (RuntimeException ex) {
			out.resetWriterIndex();
			command.completeExceptionally(new EncoderException("Cannot encode the command", ex));
		}
	}

}
