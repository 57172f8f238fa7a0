/**
 * Support for Spring Integration: a lock registry and leader events. Loaded only if
 * Spring Integration is on the class path.
 */
@NullMarked
package io.servicegroup.integration;

import org.jspecify.annotations.NullMarked;
