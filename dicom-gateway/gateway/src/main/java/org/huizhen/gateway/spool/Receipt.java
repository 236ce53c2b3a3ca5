package org.huizhen.gateway.spool;

/** What became of an instance that is now safe. */
public enum Receipt {
    /** New: kept and queued. */
    STORED,
    /** The very same is here already; not queued again. */
    DUPLICATE,
    /** Here already in another transfer syntax; the first is kept. */
    OTHER_ENCODING,
    /** Another instance with the same UID: kept apart, told to the center, shown. */
    QUARANTINED
}
