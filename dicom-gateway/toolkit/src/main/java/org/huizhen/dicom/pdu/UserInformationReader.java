package org.huizhen.dicom.pdu;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.huizhen.dicom.pdu.UserInformation.AsynchronousOperations;
import org.huizhen.dicom.pdu.UserInformation.CommonExtendedNegotiation;
import org.huizhen.dicom.pdu.UserInformation.ExtendedNegotiation;
import org.huizhen.dicom.pdu.UserInformation.RoleSelection;
import org.huizhen.dicom.pdu.UserInformation.SopClassNegotiation;
import org.huizhen.dicom.pdu.UserInformation.UserIdentity;

/** Reads the sub-items of user information (PS3.8 annex D.1, PS3.7 annex D.3.3). */
final class UserInformationReader {
    private long maxPduLength;
    private String implementationClassUid = "";
    private String implementationVersionName = "";
    private Optional<AsynchronousOperations> window = Optional.empty();
    private final List<RoleSelection> roles = new ArrayList<>();
    private final List<ExtendedNegotiation> extended = new ArrayList<>();
    private final List<CommonExtendedNegotiation> commonExtended = new ArrayList<>();
    private Optional<UserIdentity> identity = Optional.empty();
    private Optional<ByteBuffer> identityResponse = Optional.empty();

    private UserInformationReader() {}

    static UserInformation read(ItemReader in) {
        UserInformationReader reader = new UserInformationReader();
        while (in.hasMore()) {
            int type = in.octet("user information sub-item type");
            reader.readItem(type, in.value("user information sub-item " + Integer.toHexString(type) + "H"));
        }
        return new UserInformation(
                reader.maxPduLength,
                reader.implementationClassUid,
                reader.implementationVersionName,
                reader.window,
                new SopClassNegotiation(reader.roles, reader.extended, reader.commonExtended),
                reader.identity,
                reader.identityResponse);
    }

    private void readItem(int type, ItemReader item) {
        switch (type) {
            case ItemType.MAXIMUM_LENGTH -> maxPduLength = item.unsignedInt("maximum length");
            case ItemType.IMPLEMENTATION_CLASS_UID ->
                implementationClassUid = item.restText("implementation class UID");
            case ItemType.IMPLEMENTATION_VERSION_NAME ->
                implementationVersionName = item.restText("implementation version name");
            case ItemType.ASYNCHRONOUS_OPERATIONS ->
                window = Optional.of(new AsynchronousOperations(
                        item.unsignedShort("operations invoked"), item.unsignedShort("operations performed")));
            case ItemType.ROLE_SELECTION ->
                roles.add(new RoleSelection(
                        item.countedText("role selection SOP class"),
                        item.octet("SCU role") != 0,
                        item.octet("SCP role") != 0));
            case ItemType.EXTENDED_NEGOTIATION ->
                extended.add(new ExtendedNegotiation(item.countedText("extended negotiation SOP class"), item.rest()));
            case ItemType.COMMON_EXTENDED_NEGOTIATION -> commonExtended.add(readCommonExtended(item));
            case ItemType.USER_IDENTITY ->
                identity = Optional.of(new UserIdentity(
                        item.octet("user identity type"),
                        item.octet("positive response requested") != 0,
                        item.countedBytes("primary field"),
                        item.countedBytes("secondary field")));
            case ItemType.USER_IDENTITY_RESPONSE ->
                identityResponse = Optional.of(item.countedBytes("server response"));
            default -> {} // PS3.8 9.3.1: items of an unknown type are ignored
        }
    }

    private static CommonExtendedNegotiation readCommonExtended(ItemReader item) {
        String sopClass = item.countedText("common extended negotiation SOP class");
        String serviceClass = item.countedText("service class");
        List<String> general = new ArrayList<>();
        ItemReader related = item.countedValue("related general SOP classes");
        while (related.hasMore()) {
            general.add(related.countedText("related general SOP class"));
        }
        return new CommonExtendedNegotiation(sopClass, serviceClass, general);
    }
}
