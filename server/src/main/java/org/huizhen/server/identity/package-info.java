/**
 * Users with their roles, sign-in with its throttle, sessions, tickets (decision 12). May import {@code core}, {@code
 * database}, {@code audit}, {@code access}, {@code http}, {@code organization} and {@code org.huizhen.config}.
 */
package org.huizhen.server.identity;
