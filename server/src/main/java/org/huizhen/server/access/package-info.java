/**
 * Roles, permissions and grants: the one place that answers "may this actor do this to that" (decision 10). May import
 * {@code core} and {@code database}.
 */
package org.huizhen.server.access;
