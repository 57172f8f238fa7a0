package io.servicegroup.tooz.redis;

import io.lettuce.core.resource.NettyCustomizer;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;

/**
 * Reports when bytes arrive on the connections of one client, and keeps Lettuce from
 * logging their commands.
 */
final class ArrivalReporter implements NettyCustomizer {

	private final Runnable arrival;

	ArrivalReporter(Runnable arrival) {
		this.arrival = arrival;
	}

	@Override
	public void afterChannelInitialized(Channel channel) {
		NonLoggingCommandEncoder.INSTALLER.afterChannelInitialized(channel);
		channel.pipeline().addFirst("arrival-reporter", new ChannelInboundHandlerAdapter() {

			@Override
			public void channelRead(ChannelHandlerContext context, Object message) {
				ArrivalReporter.this.arrival.run();
				context.fireChannelRead(message);
			}

		});
	}

}
