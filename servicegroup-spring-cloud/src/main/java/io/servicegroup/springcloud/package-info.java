/**
 * Support for Spring Cloud: each group is a service, and each member an instance of it.
 */
@NullMarked
package io.servicegroup.springcloud;

import org.jspecify.annotations.NullMarked;
