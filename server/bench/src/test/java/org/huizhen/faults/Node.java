package org.huizhen.faults;

/** A file or a directory of {@link FaultyFiles}, guarded by its lock. */
sealed interface Node permits FileNode, Folder {
    /** Makes durable what was done to it. */
    void force();
}
