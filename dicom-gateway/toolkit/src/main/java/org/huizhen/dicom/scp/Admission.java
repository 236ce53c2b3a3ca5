package org.huizhen.dicom.scp;

import java.util.Optional;
import java.util.Set;
import org.huizhen.dicom.association.Caller;
import org.huizhen.dicom.association.RejectReason;
import org.huizhen.dicom.pdu.AssociateRq;

/**
 * Who may have an association.
 *
 * @param titles ours
 */
record Admission(Set<String> titles, CallingPolicy policy, AssociationLimits limits) {
    Admission {
        titles = Set.copyOf(titles);
        if (titles.isEmpty()) {
            throw new IllegalArgumentException("no AE title to serve");
        }
    }

    /** Empty when the request may go on; limits are checked apart. */
    Optional<RejectReason> refusal(AssociateRq request, Caller caller) {
        if (!request.applicationContext().equals(AssociateRq.DICOM_APPLICATION_CONTEXT)) {
            return Optional.of(RejectReason.APPLICATION_CONTEXT_NOT_SUPPORTED);
        }
        if (!titles.contains(caller.calledAeTitle())) {
            return Optional.of(RejectReason.CALLED_AE_TITLE_NOT_RECOGNIZED);
        }
        if (!policy.admits(caller)) {
            return Optional.of(RejectReason.CALLING_AE_TITLE_NOT_RECOGNIZED);
        }
        return Optional.empty();
    }
}
