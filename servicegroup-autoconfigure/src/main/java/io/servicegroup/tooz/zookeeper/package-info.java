/**
 * tooz's groups in ZooKeeper: a node a group, an ephemeral node a member.
 */
@NullMarked
package io.servicegroup.tooz.zookeeper;

import org.jspecify.annotations.NullMarked;
