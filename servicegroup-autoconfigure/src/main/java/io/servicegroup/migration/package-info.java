/**
 * Moves the members of a group from one store to another while they run.
 */
@NullMarked
package io.servicegroup.migration;

import org.jspecify.annotations.NullMarked;
