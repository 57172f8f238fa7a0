/**
 * A store in the JVM's own memory, for tests and for applications of one process. It is
 * also the example of how to write a backend.
 */
@NullMarked
package io.servicegroup.tooz.memory;

import org.jspecify.annotations.NullMarked;
