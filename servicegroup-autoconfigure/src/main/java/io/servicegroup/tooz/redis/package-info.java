/**
 * Redis, as tooz's Redis driver lays it out, over Spring Data Redis and Lettuce.
 */
@NullMarked
package io.servicegroup.tooz.redis;

import org.jspecify.annotations.NullMarked;
