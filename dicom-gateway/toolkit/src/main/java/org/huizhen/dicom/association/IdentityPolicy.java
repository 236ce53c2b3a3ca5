package org.huizhen.dicom.association;

import java.nio.ByteBuffer;
import java.util.Optional;
import org.huizhen.dicom.pdu.UserInformation.UserIdentity;

/** Decides on the user that a request names (PS3.7 D.3.3.7); called on an event loop, so it answers from memory. */
@FunctionalInterface
public interface IdentityPolicy {
    /**
     * What becomes of a request.
     *
     * @param admitted false rejects the association, without a reason as the standard has it
     * @param response what goes back where the requestor asks for it: empty for user names, else a ticket, assertion or token
     */
    record Decision(boolean admitted, Optional<ByteBuffer> response) {
        /** Admitted, and verified: a positive response is sent where it is asked for. */
        public static final Decision VERIFIED = new Decision(true, Optional.of(ByteBuffer.allocate(0)));

        /** Admitted without a look at the identity: no response is sent. */
        public static final Decision UNVERIFIED = new Decision(true, Optional.empty());

        public static final Decision REFUSED = new Decision(false, Optional.empty());

        /** Admitted, verified, with a Kerberos ticket, SAML assertion or JSON web token of ours. */
        public static Decision verified(byte[] response) {
            return new Decision(true, Optional.of(ByteBuffer.wrap(response).asReadOnlyBuffer()));
        }
    }

    /** Judges a request; the identity is absent where none was sent. */
    Decision judge(Caller caller, Optional<UserIdentity> identity);

    /** Takes everybody and verifies nobody. */
    static IdentityPolicy ignored() {
        return (caller, identity) -> Decision.UNVERIFIED;
    }
}
