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
 * Writes commands as Lettuce's own encoder does, but not into the log as well: that one
 * logs all that is sent at TRACE, AUTH's password, too.
 */
final class DiscreetEncoder extends MessageToByteEncoder<Object> {

	/** Puts it in the other's place in each connection. */
	static final NettyCustomizer INSTALLER = new NettyCustomizer() {

		@Override
		public void afterChannelInitialized(Channel channel) {
			channel.pipeline().replace(CommandEncoder.class, "discreet-encoder", new DiscreetEncoder());
		}

	};

	@Override
	protected void encode(ChannelHandlerContext context, Object message, ByteBuf out) {
		Collection<?> commands = (message instanceof Collection<?> several) ? several : List.of(message);
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
