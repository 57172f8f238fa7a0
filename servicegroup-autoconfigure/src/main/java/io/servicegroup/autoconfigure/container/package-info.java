/**
 * Connection details from containers: of Testcontainers and of Docker Compose.
 */
@NullMarked
package io.servicegroup.autoconfigure.container;

import org.jspecify.annotations.NullMarked;
