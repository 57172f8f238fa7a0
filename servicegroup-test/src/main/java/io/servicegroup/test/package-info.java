/**
 * Tests of applications without a coordination service.
 */
@NullMarked
package io.servicegroup.test;

import org.jspecify.annotations.NullMarked;
