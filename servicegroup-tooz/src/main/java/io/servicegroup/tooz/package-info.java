/**
 * The port of OpenStack tooz: coordinators over exchangeable backends, in tooz's wire
 * format. It works without Spring.
 */
@NullMarked
package io.servicegroup.tooz;

import org.jspecify.annotations.NullMarked;
