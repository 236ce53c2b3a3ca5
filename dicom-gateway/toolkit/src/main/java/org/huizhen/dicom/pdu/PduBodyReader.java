package org.huizhen.dicom.pdu;

import io.netty.buffer.ByteBuf;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/** Reads the body of every PDU but P-DATA-TF, which is never gathered. */
final class PduBodyReader {
    private PduBodyReader() {}

    /** Body is all that follows the length field. */
    static Pdu read(int type, ByteBuf body) {
        ItemReader in = new ItemReader(body);
        return switch (type) {
            case AssociateRq.TYPE -> readAssociateRq(in);
            case AssociateAc.TYPE -> readAssociateAc(in);
            case AssociateRj.TYPE -> readAssociateRj(in);
            case ReleaseRq.TYPE -> new ReleaseRq();
            case ReleaseRp.TYPE -> new ReleaseRp();
            case Abort.TYPE -> readAbort(in);
            default -> throw new PduException(AbortReason.UNRECOGNIZED_PDU, "PDU type " + type + ", expected 1 to 7");
        };
    }

    private static AssociateRj readAssociateRj(ItemReader in) {
        in.skip(1, "reserved octet");
        return new AssociateRj(in.octet("result"), in.octet("source"), in.octet("reason"));
    }

    private static Abort readAbort(ItemReader in) {
        in.skip(2, "reserved octets");
        return new Abort(in.octet("source"), in.octet("reason"));
    }

    private static AssociateRq readAssociateRq(ItemReader in) {
        Associate<ProposedPresentationContext> read =
                new Associate<>(in, ItemType.PROPOSED_CONTEXT, PduBodyReader::readProposedContext);
        requireDistinctIds(read.contexts);
        return new AssociateRq(
                read.version, read.called, read.calling, read.applicationContext, read.contexts, read.user);
    }

    private static AssociateAc readAssociateAc(ItemReader in) {
        Associate<PresentationContextResult> read =
                new Associate<>(in, ItemType.CONTEXT_RESULT, PduBodyReader::readContextResult);
        return new AssociateAc(
                read.version, read.called, read.calling, read.applicationContext, read.contexts, read.user);
    }

    /** What A-ASSOCIATE-RQ and -AC have in common: all but the kind of their contexts (PS3.8 9.3.2, 9.3.3). */
    private static final class Associate<C> {
        private final int version;
        private final String called;
        private final String calling;
        private final List<C> contexts = new ArrayList<>();
        private String applicationContext = "";
        private UserInformation user = UserInformation.NONE;

        private Associate(ItemReader in, int contextType, Function<ItemReader, C> context) {
            version = in.unsignedShort("protocol version");
            in.skip(2, "reserved octets");
            called = in.text(16, "called AE title");
            calling = in.text(16, "calling AE title");
            in.skip(32, "reserved octets");
            while (in.hasMore()) {
                int type = in.octet("item type");
                ItemReader item = in.value("item " + Integer.toHexString(type) + "H");
                if (type == ItemType.APPLICATION_CONTEXT) {
                    applicationContext = item.restText("application context");
                } else if (type == contextType) {
                    contexts.add(context.apply(item));
                } else if (type == ItemType.USER_INFORMATION) {
                    user = UserInformationReader.read(item);
                } // PS3.8 9.3.1: items of an unknown type are ignored
            }
        }
    }

    private static ProposedPresentationContext readProposedContext(ItemReader in) {
        int id = in.octet("presentation context id");
        in.skip(3, "reserved octets");
        String abstractSyntax = "";
        List<String> transferSyntaxes = new ArrayList<>();
        while (in.hasMore()) {
            int type = in.octet("sub-item type");
            ItemReader item = in.value("sub-item " + Integer.toHexString(type) + "H");
            switch (type) {
                case ItemType.ABSTRACT_SYNTAX -> abstractSyntax = item.restText("abstract syntax");
                case ItemType.TRANSFER_SYNTAX -> transferSyntaxes.add(item.restText("transfer syntax"));
                default -> {} // PS3.8 9.3.1: items of an unknown type are ignored
            }
        }
        return new ProposedPresentationContext(id, abstractSyntax, transferSyntaxes);
    }

    private static PresentationContextResult readContextResult(ItemReader in) {
        int id = in.octet("presentation context id");
        in.skip(1, "reserved octet");
        int result = in.octet("result");
        in.skip(1, "reserved octet");
        String transferSyntax = "";
        while (in.hasMore()) {
            int type = in.octet("sub-item type");
            ItemReader item = in.value("sub-item " + Integer.toHexString(type) + "H");
            switch (type) {
                case ItemType.TRANSFER_SYNTAX -> transferSyntax = item.restText("transfer syntax");
                default -> {} // PS3.8 9.3.1: items of an unknown type are ignored
            }
        }
        return new PresentationContextResult(id, result, transferSyntax);
    }

    /** Data could not be told apart under a doubled id, and even ids are not ids (PS3.8 table 9-13). */
    private static void requireDistinctIds(List<ProposedPresentationContext> contexts) {
        boolean[] seen = new boolean[256];
        for (ProposedPresentationContext context : contexts) {
            int id = context.id();
            if (id % 2 == 0 || seen[id]) {
                throw new PduException(
                        AbortReason.INVALID_PDU_PARAMETER_VALUE,
                        "presentation context id " + id + (seen[id] ? " twice" : ", expected an odd one"));
            }
            seen[id] = true;
        }
    }
}
