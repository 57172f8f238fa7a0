package io.servicegroup.tooz.memcached;

import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Future;

import net.spy.memcached.ops.OperationErrorType;
import net.spy.memcached.ops.OperationException;
import net.spy.memcached.ops.OperationStatus;
import net.spy.memcached.ops.StoreOperation;

/**
 * Whether the server has done it, has not since something else stood there, or refused.
 */
final class Answer implements StoreOperation.Callback {

	private final String key;

	private final CompletableFuture<Boolean> future = new CompletableFuture<>();

	Answer(String key) {
		this.key = key;
	}

	Future<Boolean> future() {
		return this.future;
	}

	@Override
	public void receivedStatus(OperationStatus status) {
		if (status.isSuccess()) {
			this.future.complete(true);
			return;
		}
		switch (status.getStatusCode()) {
			case ERR_NOT_FOUND, ERR_EXISTS, ERR_NOT_STORED -> this.future.complete(false);
			case CANCELLED, TIMEDOUT, INTERRUPTED -> broken();
			default -> this.future.completeExceptionally(
					new OperationException(OperationErrorType.SERVER, this.key + ": " + status.getMessage()));
		}
	}

	private void broken() {
		this.future.completeExceptionally(new CompletionException(new CancellationException()));
	}

	@Override
	public void gotData(String key, long number) {
		// Nobody asks for the new number.
	}

	@Override
	public void complete() {
		// Without a status before it, there is none to come.
		broken();
	}

}
