/**
 * A store in the JVM's own memory, for tests and for applications of one process. Also
 * the example of how a backend is written.
 */
@NullMarked
package io.servicegroup.tooz.memory;

import org.jspecify.annotations.NullMarked;
