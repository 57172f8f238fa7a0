package io.servicegroup.tooz.etcd;

import java.net.http.HttpClient;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;

import io.servicegroup.tooz.OperationTimeoutException;
import io.servicegroup.tooz.ToozUrl;
import io.servicegroup.tooz.etcd.GrpcTransport.NotGrpcException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Chooses between gRPC and etcd's JSON gateway. gRPC is used if it is on the class path,
 * the application has not customized the gateway's client, and the server answers a
 * probe. The answer is remembered. While there is none, the gateway is used. It is also
 * used from then on when the peer turns out not to serve gRPC. When several calls by gRPC
 * get no answer, the server is probed again. Thread-safe.
 */
final class EtcdTransports implements EtcdTransport {

	private static final Logger logger = LoggerFactory.getLogger(EtcdTransports.class);

	/** A probe goes on in the background: a busy server must not be taken for a proxy. */
	private static final Duration MIN_PROBE = Duration.ofSeconds(10);

	/** A call waits for this part of its deadline for a probe. */
	private static final int WAIT_PART = 3;

	/** After this number of calls in a row without an answer, gRPC is probed again. */
	private static final int MAX_SILENT_CALLS = 3;

	private final AtomicInteger silentCalls = new AtomicInteger();

	private final String server;

	private final Duration deadline;

	private final EtcdTransport gateway;

	private final @Nullable GrpcTransport grpc;

	private volatile @Nullable EtcdTransport chosen;

	private @Nullable Future<?> probe;

	private boolean closed;

	EtcdTransports(ToozUrl url, Duration deadline, EtcdErrors errors, EtcdTraffic traffic) {
		this.server = url.hosts().get(0).withPort(EtcdClient.DEFAULT_PORT).toString();
		this.deadline = deadline;
		this.gateway = new HttpTransport(url, deadline, errors, traffic);
		this.grpc = grpc(url, deadline, errors, traffic);
		if (this.grpc == null) {
			this.chosen = this.gateway;
		}
	}

	/**
	 * Returns {@code null} if gRPC is not on the class path, or not all that it needs, or
	 * if the application has customized the gateway's client, as it needs a proxy, for
	 * example.
	 */
	private static @Nullable GrpcTransport grpc(ToozUrl url, Duration deadline, EtcdErrors errors,
			EtcdTraffic traffic) {
		if (url.customizes(HttpClient.Builder.class)) {
			return null;
		}
		try {
			return new GrpcTransport(url, deadline, errors, traffic);
		}
		catch (LinkageError ex) {
			logger.debug("gRPC is not on the class path: using etcd's JSON gateway", ex);
			return null;
		}
	}

	@Override
	public EtcdCall<List<EtcdAnswer>> send(EtcdRequest request) {
		EtcdTransport used = current();
		EtcdCall<List<EtcdAnswer>> sent = used.send(request);
		return (used == this.gateway) ? sent : new EtcdCall<>() {
			@Override
			public List<EtcdAnswer> await() {
				try {
					List<EtcdAnswer> answers = sent.await();
					EtcdTransports.this.silentCalls.set(0);
					return answers;
				}
				catch (OperationTimeoutException ex) {
					noteSilence(used);
					throw ex;
				}
				catch (NotGrpcException ex) {
					useGateway();
					return EtcdTransports.this.gateway.send(request).await();
				}
			}

			@Override
			public void cancel() {
				sent.cancel();
			}
		};
	}

	@Override
	public void open(EtcdRequest request, EtcdStream stream) {
		try {
			current().open(request, stream);
		}
		catch (NotGrpcException ex) {
			useGateway();
			this.gateway.open(request, stream);
		}
	}

	/** The port may be another one's by now, which does not know gRPC. */
	private void noteSilence(EtcdTransport used) {
		if (this.silentCalls.incrementAndGet() >= MAX_SILENT_CALLS && this.chosen == used) {
			this.silentCalls.set(0);
			this.chosen = null;
		}
	}

	/** The call that starts a probe waits for it; others meanwhile use the gateway. */
	private EtcdTransport current() {
		EtcdTransport known = this.chosen;
		GrpcTransport asked = this.grpc;
		if (known == null && asked != null) {
			Future<?> started = startProbe(asked);
			if (started != null) {
				await(started);
			}
			known = this.chosen;
		}
		return (known != null) ? known : this.gateway;
	}

	/** Returns whether the server has answered by gRPC. */
	boolean isByGrpc() {
		return this.chosen != null && this.chosen == this.grpc;
	}

	private synchronized @Nullable Future<?> startProbe(GrpcTransport asked) {
		if (this.closed || (this.probe != null && !this.probe.isDone())) {
			return null;
		}
		Future<?> started = HttpClients.submit(() -> {
			probe(asked);
			return null;
		});
		this.probe = started;
		return started;
	}

	private void await(Future<?> started) {
		try {
			started.get(this.deadline.toNanos() / WAIT_PART, TimeUnit.NANOSECONDS);
		}
		catch (TimeoutException | ExecutionException | CancellationException ex) {
			logger.debug("etcd at {} has not answered the probe by gRPC yet: using its JSON gateway", this.server, ex);
		}
		catch (InterruptedException ex) {
			// The call itself ends at once.
			Thread.currentThread().interrupt();
		}
	}

	private void probe(GrpcTransport asked) throws InterruptedException {
		Duration limit = this.deadline.multipliedBy(WAIT_PART);
		try {
			Boolean answer = asked.probe((limit.compareTo(MIN_PROBE) < 0) ? MIN_PROBE : limit);
			if (Boolean.TRUE.equals(answer)) {
				this.chosen = asked;
			}
			else if (answer != null) {
				useGateway();
			}
		}
		catch (LinkageError ex) {
			logger.debug("A library of grpc-netty is missing", ex);
			useGateway();
		}
	}

	private void useGateway() {
		if (this.chosen != this.gateway) {
			this.chosen = this.gateway;
			logger.info("etcd at {} does not serve gRPC, or a proxy does not pass it on: using its JSON gateway, which "
					+ "is slower", this.server);
		}
	}

	@Override
	public void close() {
		synchronized (this) {
			this.closed = true;
			if (this.probe != null) {
				this.probe.cancel(true);
			}
		}
		this.gateway.close();
		if (this.grpc != null) {
			this.grpc.close();
		}
	}

}
