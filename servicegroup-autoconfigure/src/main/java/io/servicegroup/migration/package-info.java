/**
 * Migrates live groups from a source to a target backend.
 */
@NullMarked
package io.servicegroup.migration;

import org.jspecify.annotations.NullMarked;
