/**
 * A memcached server, as tooz's memcached driver lays it out.
 */
@NullMarked
package io.servicegroup.tooz.memcached;

import org.jspecify.annotations.NullMarked;
