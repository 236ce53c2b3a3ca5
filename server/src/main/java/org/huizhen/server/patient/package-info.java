/**
 * The patient index: local patients per organization and issuer, the master index over them, the rules of matching and
 * linking (safety.md), their undoing. May import {@code core}, {@code database}, {@code audit}, {@code access},
 * {@code http} and {@code org.huizhen.config}.
 */
package org.huizhen.server.patient;
