/**
 * The etcd backend, with the keys of tooz's etcd3gw driver, by gRPC, or by etcd's JSON
 * gateway and the JDK's HTTP client.
 */
@NullMarked
package io.servicegroup.tooz.etcd;

import org.jspecify.annotations.NullMarked;
