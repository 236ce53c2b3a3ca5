package org.huizhen.dicom.scp;

import org.huizhen.dicom.association.Caller;

/** Decides whom we talk to; called on an event loop, so it answers from memory. */
@FunctionalInterface
public interface CallingPolicy {
    /** False refuses the association: calling AE title not recognized (PS3.8 9.3.4, reason 3). */
    boolean admits(Caller caller);

    static CallingPolicy everybody() {
        return caller -> true;
    }
}
