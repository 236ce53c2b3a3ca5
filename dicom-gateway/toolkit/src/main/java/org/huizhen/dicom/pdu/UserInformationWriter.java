package org.huizhen.dicom.pdu;

import io.netty.buffer.ByteBuf;
import java.nio.ByteBuffer;
import org.huizhen.dicom.pdu.UserInformation.CommonExtendedNegotiation;

/** Writes the user information item (PS3.8 annex D.1, PS3.7 annex D.3.3). */
final class UserInformationWriter {
    private UserInformationWriter() {}

    static void write(ByteBuf out, UserInformation user) {
        int item = PduEncoder.beginItem(out, ItemType.USER_INFORMATION);
        int length = PduEncoder.beginItem(out, ItemType.MAXIMUM_LENGTH);
        out.writeInt((int) user.maxPduLength());
        PduEncoder.endItem(out, length);
        if (!user.implementationClassUid().isEmpty()) {
            PduEncoder.writeTextItem(out, ItemType.IMPLEMENTATION_CLASS_UID, user.implementationClassUid());
        }
        user.asynchronousOperations().ifPresent(window -> {
            int sub = PduEncoder.beginItem(out, ItemType.ASYNCHRONOUS_OPERATIONS);
            out.writeShort(window.invoked()).writeShort(window.performed());
            PduEncoder.endItem(out, sub);
        });
        user.negotiation().roles().forEach(role -> {
            int sub = PduEncoder.beginItem(out, ItemType.ROLE_SELECTION);
            PduEncoder.writeCountedText(out, role.sopClassUid());
            out.writeByte(role.scu() ? 1 : 0).writeByte(role.scp() ? 1 : 0);
            PduEncoder.endItem(out, sub);
        });
        if (!user.implementationVersionName().isEmpty()) {
            PduEncoder.writeTextItem(out, ItemType.IMPLEMENTATION_VERSION_NAME, user.implementationVersionName());
        }
        user.negotiation().extended().forEach(extended -> {
            int sub = PduEncoder.beginItem(out, ItemType.EXTENDED_NEGOTIATION);
            PduEncoder.writeCountedText(out, extended.sopClassUid());
            out.writeBytes(extended.applicationInformation().duplicate());
            PduEncoder.endItem(out, sub);
        });
        user.negotiation().commonExtended().forEach(common -> writeCommonExtended(out, common));
        user.userIdentity().ifPresent(identity -> {
            int sub = PduEncoder.beginItem(out, ItemType.USER_IDENTITY);
            out.writeByte(identity.type()).writeByte(identity.responseRequested() ? 1 : 0);
            writeCountedBytes(out, identity.primary());
            writeCountedBytes(out, identity.secondary());
            PduEncoder.endItem(out, sub);
        });
        user.userIdentityResponse().ifPresent(response -> {
            int sub = PduEncoder.beginItem(out, ItemType.USER_IDENTITY_RESPONSE);
            writeCountedBytes(out, response);
            PduEncoder.endItem(out, sub);
        });
        PduEncoder.endItem(out, item);
    }

    private static void writeCommonExtended(ByteBuf out, CommonExtendedNegotiation common) {
        int sub = PduEncoder.beginItem(out, ItemType.COMMON_EXTENDED_NEGOTIATION);
        PduEncoder.writeCountedText(out, common.sopClassUid());
        PduEncoder.writeCountedText(out, common.serviceClassUid());
        out.writeShort(0);
        int start = out.writerIndex();
        common.relatedGeneralSopClassUids().forEach(uid -> PduEncoder.writeCountedText(out, uid));
        out.setShort(start - 2, out.writerIndex() - start);
        PduEncoder.endItem(out, sub);
    }

    private static void writeCountedBytes(ByteBuf out, ByteBuffer bytes) {
        out.writeShort(bytes.remaining());
        out.writeBytes(bytes.duplicate());
    }
}
