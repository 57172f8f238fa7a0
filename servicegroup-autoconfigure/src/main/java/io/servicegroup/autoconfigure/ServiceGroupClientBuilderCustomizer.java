package io.servicegroup.autoconfigure;

/**
 * Customizes a builder of the client library that connects to the coordination service.
 * Beans of this type are called for the builders of their type, in order, after the
 * library has set its own options. A changed deadline, retry policy or session timeout
 * can delay heartbeats.
 *
 * @param <B> the type of the builder: {@code io.lettuce.core.ClientOptions.Builder} or
 * {@code io.lettuce.core.resource.ClientResources.Builder} for Redis,
 * {@code org.apache.curator.framework.CuratorFrameworkFactory.Builder} for ZooKeeper,
 * {@code io.grpc.netty.NettyChannelBuilder} for etcd, or
 * {@code java.net.http.HttpClient.Builder} for its JSON gateway
 * @since 0.1.0
 */
@FunctionalInterface
public interface ServiceGroupClientBuilderCustomizer<B> {

	/**
	 * Customizes a builder. May be called for several connections.
	 * @param builder the builder
	 */
	void customize(B builder);

}
