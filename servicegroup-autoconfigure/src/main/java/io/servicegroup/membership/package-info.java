/**
 * Implements the API over any driver: memberships kept by heartbeats, live views of
 * groups, elections and operators' switches.
 */
@NullMarked
package io.servicegroup.membership;

import org.jspecify.annotations.NullMarked;
