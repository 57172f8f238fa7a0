package io.servicegroup.test;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Inherited;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

import io.servicegroup.autoconfigure.ServiceGroupAutoConfiguration;

import org.springframework.boot.autoconfigure.ImportAutoConfiguration;

/**
 * Runs the application of a test against a store in memory of its own, in place of the
 * coordination service that its properties name, and offers a {@link TestServiceGroup} to
 * inject. After each test method everything that it did with the {@link TestServiceGroup}
 * is undone, and the next one begins when the application is a member again: so test
 * classes with the same configuration can share an application context. Not for tests
 * that run in parallel in one context.
 *
 * @since 0.1.0
 */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@Documented
@Inherited
@ImportAutoConfiguration(ServiceGroupAutoConfiguration.class)
public @interface AutoConfigureTestServiceGroup {

	/**
	 * The time after which the store drops a member that sends no heartbeats, and after
	 * which the application reports that it is down if no heartbeat gets through.
	 * @return the time, as a duration such as {@code 10s}
	 */
	String timeout() default "10s";

}
