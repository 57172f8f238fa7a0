package io.servicegroup.autoconfigure;

import io.servicegroup.ServiceGroupUnavailableException;
import io.servicegroup.tooz.StoreUnavailableException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.http.HttpStatus;
import org.springframework.http.ProblemDetail;
import org.springframework.web.bind.annotation.ControllerAdvice;
import org.springframework.web.bind.annotation.ExceptionHandler;

/**
 * Answers a web request with status 503 and a problem detail if the coordination service
 * is unavailable. The response does not contain the exception's message, which names
 * servers. Serves Web MVC and WebFlux. Ordered last: handlers of the application have
 * precedence.
 */
@ControllerAdvice
@Order(Ordered.LOWEST_PRECEDENCE)
final class ServiceGroupExceptionHandler {

	private static final Logger logger = LoggerFactory.getLogger(ServiceGroupExceptionHandler.class);

	/**
	 * Handles the exceptions of {@link io.servicegroup.ServiceGroupAPI} and, for locks,
	 * those of {@link io.servicegroup.tooz.DistributedLocks}.
	 */
	@ExceptionHandler({ ServiceGroupUnavailableException.class, StoreUnavailableException.class })
	ProblemDetail unavailable(Exception ex) {
		logger.debug("Request answered with status 503: {}", ex.getMessage());
		return ProblemDetail.forStatusAndDetail(HttpStatus.SERVICE_UNAVAILABLE,
				"The coordination service is unavailable. Try again later.");
	}

}
