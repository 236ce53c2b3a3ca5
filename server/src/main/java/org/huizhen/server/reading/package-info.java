/**
 * Reading requests, their leases, reports and signatures (flow 1). May import {@code core}, {@code database},
 * {@code audit}, {@code access}, {@code job}, {@code http} and the people packages; no other feature.
 */
package org.huizhen.server.reading;
