package org.huizhen.gateway.spool;

import java.util.List;

/** What became of an instance that is now safe. */
public enum Receipt {
    /** New: kept and queued. */
    STORED,
    /** The very same is here already; not queued again. */
    DUPLICATE,
    /** Here already in another transfer syntax; the first is kept. */
    OTHER_ENCODING,
    /** Another instance with the same UID: kept apart, told to the center, shown. */
    QUARANTINED;

    /** What an instance is whose UID those others have. @param known at least one */
    static Receipt of(String transferSyntaxUid, Sha256 sha256, List<SpoolEntry> known) {
        Receipt receipt = OTHER_ENCODING;
        for (SpoolEntry entry : known) {
            if (entry.transferSyntaxUid().equals(transferSyntaxUid)) {
                if (entry.sha256().equals(sha256)) {
                    return DUPLICATE;
                }
                receipt = QUARANTINED;
            }
        }
        return receipt;
    }
}
