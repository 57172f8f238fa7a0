package io.servicegroup.tooz.etcd;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.Future;

import javax.net.ssl.SSLContext;

import io.grpc.ManagedChannel;
import io.grpc.netty.NettyChannelBuilder;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioSocketChannel;
import io.netty.handler.ssl.ApplicationProtocolConfig;
import io.netty.handler.ssl.ApplicationProtocolConfig.Protocol;
import io.netty.handler.ssl.ApplicationProtocolConfig.SelectedListenerFailureBehavior;
import io.netty.handler.ssl.ApplicationProtocolConfig.SelectorFailureBehavior;
import io.netty.handler.ssl.ClientAuth;
import io.netty.handler.ssl.IdentityCipherSuiteFilter;
import io.netty.handler.ssl.JdkSslContext;
import io.servicegroup.tooz.ToozUrl;
import io.servicegroup.tooz.concurrent.DaemonThreads;
import org.jspecify.annotations.Nullable;

/**
 * Creates and closes the gRPC channels, one for each backend. All of them share one
 * thread, which exists as long as there is a channel.
 */
final class GrpcChannels {

	/** A closed channel needs the thread for its last task. */
	private static final Duration CLOSING = Duration.ofSeconds(2);

	/** A fixed window: no bytes are sent to measure the connection. */
	private static final int FLOW_CONTROL_WINDOW = 4 << 20;

	private static int channels;

	private static @Nullable EventLoopGroup loop;

	private GrpcChannels() {
	}

	/**
	 * Does nothing if gRPC is on the class path.
	 * @throws LinkageError if it is not
	 */
	static void check() {
		Class<?> unused = NettyChannelBuilder.class;
	}

	/**
	 * Creates a channel, which connects with the first call. Each address of the name has
	 * a third of the deadline to be connected to, so that one call tries three.
	 */
	static ManagedChannel create(ToozUrl url, Duration deadline) {
		ToozUrl.Host host = url.hosts().get(0).withPort(EtcdClient.DEFAULT_PORT);
		SSLContext tls = tls(url);
		NettyChannelBuilder channel = NettyChannelBuilder.forTarget("dns:///" + host)
			.channelType(NioSocketChannel.class)
			.withOption(ChannelOption.CONNECT_TIMEOUT_MILLIS, (int) Math.max(1, deadline.toMillis() / 3))
			.executor(HttpClients::executeOrRun)
			.offloadExecutor(HttpClients::executeOrRun)
			.maxInboundMessageSize(HttpTransport.MAX_RESPONSE_BYTES)
			.flowControlWindow(FLOW_CONTROL_WINDOW)
			.disableServiceConfigLookUp()
			.disableRetry();
		if (tls != null) {
			channel.sslContext(
					new JdkSslContext(tls, true, null, IdentityCipherSuiteFilter.INSTANCE,
							new ApplicationProtocolConfig(Protocol.ALPN, SelectorFailureBehavior.NO_ADVERTISE,
									SelectedListenerFailureBehavior.ACCEPT, List.of("h2")),
							ClientAuth.NONE, null, false));
		}
		else {
			channel.usePlaintext();
		}
		url.customize(NettyChannelBuilder.class, channel);
		EventLoopGroup group = acquire();
		try {
			return channel.eventLoopGroup(group).build();
		}
		catch (RuntimeException | Error ex) {
			release();
			throw ex;
		}
	}

	private static @Nullable SSLContext tls(ToozUrl url) {
		if (!url.scheme().endsWith("s")) {
			return null;
		}
		try {
			return EtcdUrls.TLS.areIn(url) ? EtcdUrls.TLS.material(url).createSslContext() : SSLContext.getDefault();
		}
		catch (java.security.NoSuchAlgorithmException ex) {
			throw new IllegalStateException(ex);
		}
	}

	private static synchronized EventLoopGroup acquire() {
		EventLoopGroup group = loop;
		if (group == null) {
			group = new MultiThreadIoEventLoopGroup(1, DaemonThreads.named("servicegroup-etcd-grpc"),
					NioIoHandler.newFactory());
			loop = group;
		}
		channels++;
		return group;
	}

	private static synchronized void release() {
		channels--;
		EventLoopGroup group = loop;
		if (channels == 0 && group != null) {
			loop = null;
			Future<?> unused = group.shutdownGracefully();
		}
	}

	/** Closes a channel that no call uses, without waiting. */
	static void close(ManagedChannel channel) {
		channel.shutdownNow();
		Future<?> unused = HttpClients.schedule(CLOSING, GrpcChannels::release);
	}

}
