/**
 * What operators see: health and the endpoint. Knows the API only.
 */
@NullMarked
package io.servicegroup.actuate;

import org.jspecify.annotations.NullMarked;
