/**
 * What an application sees of service groups: the API, members, views, events and
 * exceptions.
 */
@NullMarked
package io.servicegroup;

import org.jspecify.annotations.NullMarked;
