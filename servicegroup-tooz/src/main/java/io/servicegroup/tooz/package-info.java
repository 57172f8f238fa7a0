/**
 * The Java port of OpenStack tooz: coordinators for interchangeable backends, in tooz's
 * wire format. It works without Spring.
 */
@NullMarked
package io.servicegroup.tooz;

import org.jspecify.annotations.NullMarked;
