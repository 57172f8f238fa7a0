/**
 * Auto-configuration that makes a Spring Boot application a member of a group when
 * {@code servicegroup.tooz-url} or {@code servicegroup.driver} is set.
 */
@NullMarked
package io.servicegroup.autoconfigure;

import org.jspecify.annotations.NullMarked;
