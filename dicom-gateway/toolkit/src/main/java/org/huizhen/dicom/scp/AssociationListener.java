package org.huizhen.dicom.scp;

import org.huizhen.dicom.association.AssociationInfo;
import org.huizhen.dicom.association.Caller;

/** Told about associations, for status pages and metrics; called on event loops, so it must return at once. */
public interface AssociationListener {
    AssociationListener NONE = new AssociationListener() {};

    /** An association was accepted. */
    default void opened(AssociationInfo association) {}

    /** An accepted association is over; released says whether in an orderly way. */
    default void closed(AssociationInfo association, boolean released) {}

    /** A request was refused (PS3.8 9.3.4: result, source and reason as sent). */
    default void refused(Caller caller, int result, int source, int reason) {}
}
