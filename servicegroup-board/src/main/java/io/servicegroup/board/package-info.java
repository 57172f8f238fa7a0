/**
 * The board: a page that shows a group live, for Web MVC and WebFlux.
 */
@NullMarked
package io.servicegroup.board;

import org.jspecify.annotations.NullMarked;
