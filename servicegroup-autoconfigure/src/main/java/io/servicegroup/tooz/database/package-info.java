/**
 * The backends over a database: PostgreSQL, and MySQL or MariaDB.
 */
@NullMarked
package io.servicegroup.tooz.database;

import org.jspecify.annotations.NullMarked;
