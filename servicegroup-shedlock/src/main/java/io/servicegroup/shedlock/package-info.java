/**
 * Support for ShedLock: its locks are those of the service group's store.
 */
@NullMarked
package io.servicegroup.shedlock;

import org.jspecify.annotations.NullMarked;
