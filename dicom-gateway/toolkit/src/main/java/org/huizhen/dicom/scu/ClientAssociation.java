package org.huizhen.dicom.scu;

import org.huizhen.dicom.dimse.Status;

/** An association that we opened; its blocking calls may come from any thread, one at a time. */
public interface ClientAssociation extends AutoCloseable {
    /** C-ECHO. */
    Status echo();

    /** C-STORE of a file, byte for byte as it is. */
    Status store(InstanceFile file);

    /** True when the peer accepted the SOP class in this transfer syntax. */
    boolean accepts(String abstractSyntaxUid, String transferSyntaxUid);

    /** Ends in order. */
    void release();

    /** Ends at once; may come from any thread at any time, and makes calls that wait fail. */
    void abort();

    /** Releases unless it is over already. */
    @Override
    void close();
}
