/**
 * The interfaces that the author of a backend implements, and helpers for it.
 */
@NullMarked
package io.servicegroup.tooz.spi;

import org.jspecify.annotations.NullMarked;
