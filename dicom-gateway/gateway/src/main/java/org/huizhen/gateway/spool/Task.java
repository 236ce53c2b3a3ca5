package org.huizhen.gateway.spool;

import java.util.List;

/** Something to do for one study at the center; handed out once, and given back to the ledger with its outcome. */
public sealed interface Task {
    String studyInstanceUid();

    List<SpoolEntry> entries();

    /** Tell the center what was received. @param sequence identifies the delta; covers all of the study up to that id */
    record Announce(String studyInstanceUid, long sequence, List<SpoolEntry> entries) implements Task {}

    /** Send these instances in one request. @param compressible none of them is compressed already */
    record Send(String studyInstanceUid, List<SpoolEntry> entries, boolean compressible) implements Task {}

    /** Ask the center whether it has them all. @param known every instance of the study this gateway knows of */
    record Confirm(String studyInstanceUid, List<SpoolEntry> entries, List<SpoolEntry> known, int confirmedBefore)
            implements Task {}
}
