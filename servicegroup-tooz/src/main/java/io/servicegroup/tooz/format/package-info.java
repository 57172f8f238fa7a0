/**
 * Texts as Python writes them, digests, and texts without secrets. Not for applications.
 */
@NullMarked
package io.servicegroup.tooz.format;

import org.jspecify.annotations.NullMarked;
