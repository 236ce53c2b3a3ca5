/**
 * The audit trail (decision 9): rows commit with the change, a sequencer chains them, a verifier finds changed, missing
 * and reordered ones. May import {@code core}, {@code database}, {@code access} and {@code http}.
 */
package org.huizhen.server.audit;
