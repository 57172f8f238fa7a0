/**
 * The API of service groups for applications: membership, views, events, leader election
 * and exceptions.
 */
@NullMarked
package io.servicegroup;

import org.jspecify.annotations.NullMarked;
