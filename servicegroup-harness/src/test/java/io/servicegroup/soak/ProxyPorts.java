package io.servicegroup.soak;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;

/**
 * TCP proxies between the members of a process and the store. Each member has its own
 * port, which can be cut as if the member's machine had died. One thread serves all
 * ports.
 */
final class ProxyPorts {

	private final InetSocketAddress store;

	private final Selector selector;

	private final Queue<Work> works = new ConcurrentLinkedQueue<>();

	private final Map<Integer, List<AutoCloseable>> channels = new ConcurrentHashMap<>();

	ProxyPorts(int storePort) throws IOException {
		this.store = new InetSocketAddress(InetAddress.getLoopbackAddress(), storePort);
		this.selector = Selector.open();
		Thread thread = new Thread(this::serve, "proxy-ports");
		thread.setDaemon(true);
		thread.start();
	}

	/** Opens a port to use instead of the store's, and returns its number. */
	int open() {
		return onThread(() -> {
			ServerSocketChannel listener = ServerSocketChannel.open()
				.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
			int port = ((InetSocketAddress) listener.getLocalAddress()).getPort();
			this.channels.put(port, new ArrayList<>(List.of(listener)));
			listener.configureBlocking(false)
				.register(this.selector, SelectionKey.OP_ACCEPT, (Work) () -> accept(listener, port));
			return port;
		});
	}

	/** Closes a port and all its connections. */
	void cut(int port) {
		onThread(() -> {
			for (AutoCloseable channel : this.channels.remove(port)) {
				channel.close();
			}
			return port;
		});
	}

	private int onThread(PortWork work) {
		CompletableFuture<Integer> done = new CompletableFuture<>();
		this.works.add(() -> {
			try {
				done.complete(work.run());
			}
			catch (Exception ex) {
				done.completeExceptionally(ex);
			}
		});
		this.selector.wakeup();
		return done.join();
	}

	private void serve() {
		try {
			while (true) {
				this.selector.select();
				for (Work work = this.works.poll(); work != null; work = this.works.poll()) {
					work.run();
				}
				for (SelectionKey key : this.selector.selectedKeys()) {
					((Work) key.attachment()).run();
				}
				this.selector.selectedKeys().clear();
			}
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	private void accept(ServerSocketChannel listener, int port) throws IOException {
		if (!listener.isOpen()) {
			return;
		}
		SocketChannel member = listener.accept();
		SocketChannel server = SocketChannel.open(this.store);
		List<AutoCloseable> all = this.channels.get(port);
		// Otherwise the list would grow with each reconnect.
		all.removeIf((channel) -> channel instanceof SocketChannel socket && !socket.isOpen());
		all.add(member);
		all.add(server);
		new Pipe(member, server).register(this.selector);
		new Pipe(server, member).register(this.selector);
	}

	interface Work {

		void run() throws IOException;

	}

	private interface PortWork {

		int run() throws Exception;

	}

}
