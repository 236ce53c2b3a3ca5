/**
 * The durable store of what modalities sent and the center has not confirmed: segment files with bytes and entry
 * together, a state log, and the ledger in memory that both build. The format is docs/spool.md.
 *
 * <p>May import the JDK and slf4j only: it knows neither the network nor how instances are forwarded.
 */
package org.huizhen.gateway.spool;
