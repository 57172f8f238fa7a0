/**
 * What makes the API live over any driver: the membership that a heart keeps, and the
 * views that follow the store.
 */
@NullMarked
package io.servicegroup.membership;

import org.jspecify.annotations.NullMarked;
