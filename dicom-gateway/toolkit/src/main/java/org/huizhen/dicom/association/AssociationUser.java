package org.huizhen.dicom.association;

import org.huizhen.dicom.pdu.AssociateAc;
import org.huizhen.dicom.pdu.AssociateRj;
import org.huizhen.dicom.pdu.AssociateRq;
import org.huizhen.dicom.pdu.Pdv;

/** The service user above an {@link AssociationProvider} (PS3.8 7): all calls come on the event loop of the connection. */
public interface AssociationUser {
    /** What an association waits for. */
    enum Expectation {
        /** For us: a request is being worked on. */
        OUR_WORK,
        /** For the rest of a message that the peer has begun. */
        REST_OF_MESSAGE,
        /** For whatever the peer does next. */
        NEXT_MESSAGE
    }

    /** A-ASSOCIATE indication; answer with {@link AssociationProvider#accept} or {@code reject}. */
    void requested(AssociateRq request);

    /** A-ASSOCIATE confirmation (accept). */
    void accepted(AssociateAc acceptance);

    /** A-ASSOCIATE confirmation (reject). */
    void rejected(AssociateRj rejection);

    /** P-DATA indication; the user releases the data. */
    void received(Pdv value);

    /** A-RELEASE indication; answer with {@link AssociationProvider#respondRelease}. */
    void releaseRequested();

    /** A-RELEASE confirmation. */
    void released();

    /** A-ABORT or A-P-ABORT indication: by the peer, by us for a fault of the peer, or the connection is lost. At most once. */
    void aborted(AssociationException cause);

    /** The connection is closed, whatever came before; the last call. */
    void closed();

    /** The send buffer has room again, or has filled up. */
    default void writabilityChanged(boolean writable) {}

    /** Asked when nothing has arrived for a while. */
    default Expectation expectation() {
        return Expectation.NEXT_MESSAGE;
    }
}
