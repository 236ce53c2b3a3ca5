/**
 * Examinations ordered by hand: accession numbers, the look-up of recognized results before ordering, the tie to the study
 * that arrives and what differs between both. May import {@code core}, {@code database}, {@code audit}, {@code access},
 * {@code http} and {@code patient}; reads imaging's published views.
 */
package org.huizhen.server.order;
