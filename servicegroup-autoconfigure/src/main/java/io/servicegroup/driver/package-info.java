/**
 * Drivers connect the API to stores: the SPI, and its implementation over tooz.
 */
@NullMarked
package io.servicegroup.driver;

import org.jspecify.annotations.NullMarked;
