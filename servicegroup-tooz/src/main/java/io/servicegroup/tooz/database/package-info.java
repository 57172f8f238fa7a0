/**
 * The backends for locks and leaders over PostgreSQL, MySQL and MariaDB.
 */
@NullMarked
package io.servicegroup.tooz.database;

import org.jspecify.annotations.NullMarked;
