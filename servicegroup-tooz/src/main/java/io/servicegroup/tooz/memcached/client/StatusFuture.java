package io.servicegroup.tooz.memcached.client;

import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;

import net.spy.memcached.ops.DeleteOperation;
import net.spy.memcached.ops.OperationErrorType;
import net.spy.memcached.ops.OperationException;
import net.spy.memcached.ops.OperationStatus;
import net.spy.memcached.ops.StoreOperation;

/**
 * Turns the status of one operation into a future. Its value is {@code true} if the
 * server carried out the operation, {@code false} if the item's state did not allow it.
 * An error becomes an exception with the server's message, which spymemcached's own
 * futures lose.
 */
class StatusFuture implements StoreOperation.Callback, DeleteOperation.Callback {

	private final String key;

	private final CompletableFuture<Boolean> future = new CompletableFuture<>();

	StatusFuture(String key) {
		this.key = key;
	}

	CompletableFuture<Boolean> future() {
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
			case CANCELLED, TIMEDOUT, INTERRUPTED -> cancel();
			default -> {
				// spymemcached drops the text after "ERROR".
				String message = (status.getMessage() != null) ? status.getMessage() : MemcachedErrors.ERROR;
				this.future.completeExceptionally(
						new OperationException(OperationErrorType.SERVER, this.key + ": " + message));
			}
		}
	}

	private void cancel() {
		this.future.completeExceptionally(new CompletionException(new CancellationException()));
	}

	@Override
	public void gotData(String key, long number) {
		// The new version is not used.
	}

	@Override
	public void gotData(long version) {
		// The version of a deleted item is not used.
	}

	@Override
	public void complete() {
		// Has no effect after a status. Without a status, the operation was cancelled.
		cancel();
	}

}
