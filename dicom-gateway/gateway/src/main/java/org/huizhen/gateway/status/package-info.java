/**
 * The page that tells a nurse how things stand, its JSON, health and metrics.
 *
 * <p>May import {@code spool}, {@code receive} and {@code forward} to read from them, Javalin, Jackson and Micrometer.
 */
package org.huizhen.gateway.status;
