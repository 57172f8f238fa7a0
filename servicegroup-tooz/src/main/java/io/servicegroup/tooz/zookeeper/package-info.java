/**
 * The backend for ZooKeeper, in the data format of tooz's driver: one node per group, and
 * one ephemeral node per member. OpenStack Nova's format is supported as well.
 */
@NullMarked
package io.servicegroup.tooz.zookeeper;

import org.jspecify.annotations.NullMarked;
