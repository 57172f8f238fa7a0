/**
 * What Spring Integration's applications see: a registry of locks, and events of
 * leadership. Loaded only where Spring Integration is.
 */
@NullMarked
package io.servicegroup.integration;

import org.jspecify.annotations.NullMarked;
