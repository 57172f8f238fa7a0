/**
 * The drivers behind the API: the SPI, and the one that stands on tooz.
 */
@NullMarked
package io.servicegroup.driver;

import org.jspecify.annotations.NullMarked;
