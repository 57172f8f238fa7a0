/**
 * The backend for memcached, in the data format of tooz's memcached driver and of
 * OpenStack Nova's driver {@code mc}.
 */
@NullMarked
package io.servicegroup.tooz.memcached;

import org.jspecify.annotations.NullMarked;
