/**
 * Implements the driver {@code db}: members are rows of a table in the application's own
 * database.
 */
@NullMarked
package io.servicegroup.driver.db;

import org.jspecify.annotations.NullMarked;
