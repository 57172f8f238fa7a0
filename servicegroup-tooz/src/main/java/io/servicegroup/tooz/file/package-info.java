/**
 * A directory that several processes share, as tooz's file driver lays it out.
 */
@NullMarked
package io.servicegroup.tooz.file;

import org.jspecify.annotations.NullMarked;
