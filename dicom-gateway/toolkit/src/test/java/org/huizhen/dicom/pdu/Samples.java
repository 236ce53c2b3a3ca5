package org.huizhen.dicom.pdu;

import io.netty.buffer.Unpooled;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import org.huizhen.dicom.pdu.UserInformation.AsynchronousOperations;
import org.huizhen.dicom.pdu.UserInformation.CommonExtendedNegotiation;
import org.huizhen.dicom.pdu.UserInformation.ExtendedNegotiation;
import org.huizhen.dicom.pdu.UserInformation.RoleSelection;
import org.huizhen.dicom.pdu.UserInformation.SopClassNegotiation;
import org.huizhen.dicom.pdu.UserInformation.UserIdentity;

/** A PDU of each kind with every item that exists. */
final class Samples {
    static final String CT = "1.2.840.10008.5.1.4.1.1.2";
    static final String IMPLICIT = "1.2.840.10008.1.2";
    static final String EXPLICIT = "1.2.840.10008.1.2.1";

    private Samples() {}

    static AssociateRq associateRq() {
        return new AssociateRq(
                1,
                "CLINIC1",
                "CT 1",
                AssociateRq.DICOM_APPLICATION_CONTEXT,
                List.of(
                        new ProposedPresentationContext(1, CT, List.of(EXPLICIT, IMPLICIT)),
                        new ProposedPresentationContext(3, "1.2.840.10008.1.1", List.of(IMPLICIT))),
                new UserInformation(
                        16_384,
                        "1.2.3.4",
                        "SAMPLE",
                        Optional.of(new AsynchronousOperations(4, 1)),
                        new SopClassNegotiation(
                                List.of(new RoleSelection(CT, true, false)),
                                List.of(new ExtendedNegotiation(CT, bytes("\2\0\1"))),
                                List.of(new CommonExtendedNegotiation(
                                        "1.2.3.5", "1.2.840.10008.4.2", List.of(CT, "1.2.3.6")))),
                        Optional.of(new UserIdentity(2, true, bytes("user"), bytes("secret"))),
                        Optional.empty()));
    }

    static AssociateAc associateAc() {
        return new AssociateAc(
                1,
                "CLINIC1",
                "CT 1",
                AssociateRq.DICOM_APPLICATION_CONTEXT,
                List.of(
                        new PresentationContextResult(1, PresentationContextResult.ACCEPTANCE, EXPLICIT),
                        new PresentationContextResult(
                                3, PresentationContextResult.ABSTRACT_SYNTAX_NOT_SUPPORTED, IMPLICIT)),
                new UserInformation(
                        262_144,
                        "1.2.3.4",
                        "SAMPLE",
                        Optional.empty(),
                        SopClassNegotiation.NONE,
                        Optional.empty(),
                        Optional.of(bytes("ticket"))));
    }

    static PDataTf data() {
        return new PDataTf(List.of(
                new Pdv(1, true, true, Unpooled.wrappedBuffer(new byte[] {1, 2, 3})),
                new Pdv(1, false, false, Unpooled.wrappedBuffer(new byte[] {4, 5})),
                new Pdv(1, false, true, Unpooled.EMPTY_BUFFER)));
    }

    static List<Pdu> withoutData() {
        return List.of(
                associateRq(),
                associateAc(),
                new AssociateRj(2, 3, 2),
                new ReleaseRq(),
                new ReleaseRp(),
                new Abort(2, 6));
    }

    private static ByteBuffer bytes(String text) {
        return ByteBuffer.wrap(text.getBytes(StandardCharsets.ISO_8859_1));
    }
}
