/**
 * Mutual recognition of results (国卫医发〔2022〕6号): items, qualifications, marks, look-up and decisions. May import
 * {@code core}, {@code database}, {@code audit}, {@code access}, {@code http} and the people packages; no other feature.
 */
package org.huizhen.server.recognition;
