/**
 * The memcached client: connections, login, TLS and commands, in the text protocol and,
 * for SASL, in the binary one. The layout of the data is not known here.
 */
@NullMarked
package io.servicegroup.tooz.memcached.client;

import org.jspecify.annotations.NullMarked;
