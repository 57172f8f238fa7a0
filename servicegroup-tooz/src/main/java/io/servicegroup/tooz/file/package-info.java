/**
 * The backend for a directory that several processes share, in the layout of tooz's file
 * driver.
 */
@NullMarked
package io.servicegroup.tooz.file;

import org.jspecify.annotations.NullMarked;
