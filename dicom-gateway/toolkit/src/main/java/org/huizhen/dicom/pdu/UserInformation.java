package org.huizhen.dicom.pdu;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;

/**
 * The user information item of an association request or acceptance (PS3.8 annex D, PS3.7 annex D.3.3).
 *
 * @param maxPduLength the longest P-DATA the sender of this takes; 0 for no limit
 * @param implementationClassUid empty when missing
 * @param implementationVersionName empty when missing
 * @param asynchronousOperations absent means one at a time
 * @param negotiation items that bear on single SOP classes
 * @param userIdentity only in requests
 * @param userIdentityResponse only in acceptances, when a response was asked for
 */
public record UserInformation(
        long maxPduLength,
        String implementationClassUid,
        String implementationVersionName,
        Optional<AsynchronousOperations> asynchronousOperations,
        SopClassNegotiation negotiation,
        Optional<UserIdentity> userIdentity,
        Optional<ByteBuffer> userIdentityResponse) {
    /** What a peer that sends no user information means. */
    public static final UserInformation NONE = of(0, "", "");

    public static UserInformation of(
            long maxPduLength, String implementationClassUid, String implementationVersionName) {
        return new UserInformation(
                maxPduLength,
                implementationClassUid,
                implementationVersionName,
                Optional.empty(),
                SopClassNegotiation.NONE,
                Optional.empty(),
                Optional.empty());
    }

    public UserInformation withAsynchronousOperations(AsynchronousOperations window) {
        return new UserInformation(
                maxPduLength,
                implementationClassUid,
                implementationVersionName,
                Optional.of(window),
                negotiation,
                userIdentity,
                userIdentityResponse);
    }

    public UserInformation withNegotiation(SopClassNegotiation items) {
        return new UserInformation(
                maxPduLength,
                implementationClassUid,
                implementationVersionName,
                asynchronousOperations,
                items,
                userIdentity,
                userIdentityResponse);
    }

    public UserInformation withUserIdentity(UserIdentity identity) {
        return new UserInformation(
                maxPduLength,
                implementationClassUid,
                implementationVersionName,
                asynchronousOperations,
                negotiation,
                Optional.of(identity),
                userIdentityResponse);
    }

    public UserInformation withUserIdentityResponse(ByteBuffer response) {
        return new UserInformation(
                maxPduLength,
                implementationClassUid,
                implementationVersionName,
                asynchronousOperations,
                negotiation,
                userIdentity,
                Optional.of(response));
    }

    /**
     * Asynchronous operations window (PS3.7 D.3.3.3); 0 means unlimited.
     *
     * @param invoked the most operations the association requestor may have outstanding
     * @param performed the most the acceptor may
     */
    public record AsynchronousOperations(int invoked, int performed) {}

    /**
     * SCP/SCU role selection, extended and common extended negotiation.
     *
     * @param roles (PS3.7 D.3.3.4)
     * @param extended (PS3.7 D.3.3.5)
     * @param commonExtended (PS3.7 D.3.3.6)
     */
    public record SopClassNegotiation(
            List<RoleSelection> roles,
            List<ExtendedNegotiation> extended,
            List<CommonExtendedNegotiation> commonExtended) {
        public static final SopClassNegotiation NONE = new SopClassNegotiation(List.of(), List.of(), List.of());

        public SopClassNegotiation {
            roles = List.copyOf(roles);
            extended = List.copyOf(extended);
            commonExtended = List.copyOf(commonExtended);
        }

        boolean isEmpty() {
            return roles.isEmpty() && extended.isEmpty() && commonExtended.isEmpty();
        }
    }

    /** Whether the requestor takes the SCU and the SCP role for a SOP class; in an acceptance, whether it may. */
    public record RoleSelection(String sopClassUid, boolean scu, boolean scp) {}

    /** Service class application information, read-only; the service class defines its meaning. */
    public record ExtendedNegotiation(String sopClassUid, ByteBuffer applicationInformation) {}

    /** The service class and the general classes a specialized SOP class can be handled as. */
    public record CommonExtendedNegotiation(
            String sopClassUid, String serviceClassUid, List<String> relatedGeneralSopClassUids) {
        public CommonExtendedNegotiation {
            relatedGeneralSopClassUids = List.copyOf(relatedGeneralSopClassUids);
        }
    }

    /**
     * Who uses the peer (PS3.7 D.3.3.7). Never logged.
     *
     * @param type 1 user name, 2 user name and passcode, 3 Kerberos, 4 SAML, 5 JSON web token
     */
    public record UserIdentity(int type, boolean responseRequested, ByteBuffer primary, ByteBuffer secondary) {
        public static final int USER_NAME = 1;
        public static final int USER_NAME_AND_PASSCODE = 2;
        public static final int KERBEROS = 3;
        public static final int SAML = 4;
        public static final int JSON_WEB_TOKEN = 5;

        private static final ByteBuffer NOTHING = ByteBuffer.allocate(0).asReadOnlyBuffer();

        /** A name alone, as the peer knows it. */
        public static UserIdentity userName(String name) {
            return new UserIdentity(USER_NAME, false, text(name), NOTHING);
        }

        public static UserIdentity userNameAndPasscode(String name, String passcode) {
            return new UserIdentity(USER_NAME_AND_PASSCODE, false, text(name), text(passcode));
        }

        /** A ticket, assertion or token, carried as it is. */
        public static UserIdentity opaque(int type, byte[] credential) {
            return new UserIdentity(
                    type, false, ByteBuffer.wrap(credential.clone()).asReadOnlyBuffer(), NOTHING);
        }

        /** The same, with a response asked for. */
        public UserIdentity withResponse() {
            return new UserIdentity(type, true, primary, secondary);
        }

        /** The user's name, empty where a credential stands in its place. */
        public Optional<String> name() {
            return type == USER_NAME || type == USER_NAME_AND_PASSCODE
                    ? Optional.of(
                            StandardCharsets.UTF_8.decode(primary.duplicate()).toString())
                    : Optional.empty();
        }

        private static ByteBuffer text(String text) {
            return ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8)).asReadOnlyBuffer();
        }

        @Override
        public String toString() {
            return "UserIdentity[type=" + type + "]";
        }
    }
}
