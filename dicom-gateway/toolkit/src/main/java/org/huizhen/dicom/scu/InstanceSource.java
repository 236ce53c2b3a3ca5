package org.huizhen.dicom.scu;

import java.io.IOException;
import java.nio.channels.ReadableByteChannel;

/** An instance to send: what its C-STORE says, and its encoded data set without preamble and file meta information. */
public interface InstanceSource {
    String sopClassUid();

    String sopInstanceUid();

    String transferSyntaxUid();

    /** Bytes of the data set, exactly. */
    long dataSetLength();

    /** Opens the data set at its first byte; the caller closes it. */
    ReadableByteChannel open() throws IOException;
}
