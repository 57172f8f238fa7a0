/**
 * Measures this library beside other libraries and bare clients. See {@code ./bench}.
 */
@NullMarked
package io.servicegroup.benchmarks;

import org.jspecify.annotations.NullMarked;
