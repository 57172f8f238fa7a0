/**
 * What the author of a backend implements and uses.
 */
@NullMarked
package io.servicegroup.tooz.spi;

import org.jspecify.annotations.NullMarked;
