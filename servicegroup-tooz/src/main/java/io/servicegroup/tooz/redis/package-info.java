/**
 * The Redis backend, with the keys of tooz's Redis driver, over Lettuce.
 */
@NullMarked
package io.servicegroup.tooz.redis;

import org.jspecify.annotations.NullMarked;
