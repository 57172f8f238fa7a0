/**
 * The sample application: a member of a group with a page that shows the group live.
 */
@NullMarked
package io.servicegroup.sample;

import org.jspecify.annotations.NullMarked;
