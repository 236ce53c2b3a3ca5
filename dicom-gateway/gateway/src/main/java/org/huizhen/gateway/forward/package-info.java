/**
 * The way to the center: announces, sends, has itself confirmed, and tells how the line is.
 *
 * <p>May import {@code spool}, {@code org.huizhen.config}, the toolkit's encoding, Jackson and Zstandard. Everything
 * here runs on virtual threads and may block.
 */
package org.huizhen.gateway.forward;
