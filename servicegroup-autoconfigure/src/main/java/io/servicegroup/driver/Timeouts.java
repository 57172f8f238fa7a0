package io.servicegroup.driver;

import java.time.Duration;

/**
 * The timeouts of a store. They may change when the driver connects.
 *
 * @param membership the time after which the store drops a member without heartbeat
 * @param shortest the shortest time after which the store drops a membership, leadership
 * or lock without heartbeat
 * @param longest the longest time for which a reading may list a dead member as up
 */
public record Timeouts(Duration membership, Duration shortest, Duration longest) {
}
