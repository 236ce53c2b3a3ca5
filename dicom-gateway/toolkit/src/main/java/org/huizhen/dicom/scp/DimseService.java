package org.huizhen.dicom.scp;

import java.nio.ByteBuffer;
import java.util.List;
import java.util.Optional;

/** A service of a {@link DicomServer}: which presentation contexts it takes and what it does with their messages. */
public abstract sealed class DimseService permits VerificationScp, StoreScp {
    DimseService() {}

    /** True when this service handles the SOP class. */
    abstract boolean accepts(String abstractSyntaxUid);

    /** Picks one of the proposed transfer syntaxes, which are at least one. */
    abstract Optional<String> choose(List<String> proposed);

    /** Answers a peer's application information (PS3.7 D.3.3.5); empty where the service defines none. */
    Optional<ByteBuffer> extended(ByteBuffer proposed) {
        return Optional.empty();
    }

    /**
     * Begins a request; called on the event loop, so it must not block.
     *
     * @throws org.huizhen.dicom.dimse.DimseException to answer its status once the message is over
     */
    abstract MessageReceiver receive(Operation operation);
}
