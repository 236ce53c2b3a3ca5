/**
 * One clinic's gateway: receives from modalities, keeps durably, forwards to the center, shows how things stand.
 *
 * <p>This package holds the commands and constructs everything; it may import every package below it. {@code receive}
 * and {@code forward} know {@code spool} and not each other; {@code status} reads both; {@code send} stands alone but
 * for the body and answer of STOW-RS in {@code forward}.
 */
package org.huizhen.gateway;
