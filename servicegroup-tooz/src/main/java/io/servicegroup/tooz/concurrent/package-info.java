/**
 * Background loops, asynchronous listeners and daemon threads. Not for applications.
 */
@NullMarked
package io.servicegroup.tooz.concurrent;

import org.jspecify.annotations.NullMarked;
