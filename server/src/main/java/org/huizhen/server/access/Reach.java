package org.huizhen.server.access;

/** How far a permission reaches from the actor's own organization. */
public enum Reach {
    /** The actor's organization only. */
    OWN,
    /** The actor's organization and all below it in the consortium tree. */
    SUBTREE
}
