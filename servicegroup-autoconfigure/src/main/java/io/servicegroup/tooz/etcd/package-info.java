/**
 * etcd, as tooz's etcd3gw driver lays it out, over etcd's JSON gateway and the JDK's HTTP
 * client.
 */
@NullMarked
package io.servicegroup.tooz.etcd;

import org.jspecify.annotations.NullMarked;
