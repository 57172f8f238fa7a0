/**
 * Makes a Spring Boot application a member of a group when {@code servicegroup.tooz-url}
 * is set.
 */
@NullMarked
package io.servicegroup.autoconfigure;

import org.jspecify.annotations.NullMarked;
