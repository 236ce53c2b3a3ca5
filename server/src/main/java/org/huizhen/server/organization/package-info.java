/**
 * The consortium's tree of organizations and their departments. May import {@code core}, {@code database}, {@code audit},
 * {@code access} and {@code http}.
 */
package org.huizhen.server.organization;
