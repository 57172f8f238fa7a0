/**
 * Health, endpoint and metrics for operators. Depends on the API only.
 */
@NullMarked
package io.servicegroup.actuate;

import org.jspecify.annotations.NullMarked;
