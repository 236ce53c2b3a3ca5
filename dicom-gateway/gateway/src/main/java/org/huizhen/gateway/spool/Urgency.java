package org.huizhen.gateway.spool;

import java.util.Collection;

/** Tells which of the waiting studies goes first. Called under the ledger's lock: it only looks up. */
@FunctionalInterface
public interface Urgency {
    /** Every study waits its turn. */
    Urgency NONE = (studyInstanceUid, modality, devices) -> 0;

    /** The rank of a study; the smallest goes first, and of equal ones that which came first. */
    int rank(String studyInstanceUid, String modality, Collection<String> devices);
}
