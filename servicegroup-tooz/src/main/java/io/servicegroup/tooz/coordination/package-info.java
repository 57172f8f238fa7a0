/**
 * Implements coordinators over backends. Applications use
 * {@link io.servicegroup.tooz.coordination.Coordinators}.
 */
@NullMarked
package io.servicegroup.tooz.coordination;

import org.jspecify.annotations.NullMarked;
