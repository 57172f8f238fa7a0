/**
 * The memcached client: connections, login, TLS and commands over spymemcached, which no
 * other package uses. The layout of the data is not known here.
 */
@NullMarked
package io.servicegroup.tooz.memcached.client;

import org.jspecify.annotations.NullMarked;
