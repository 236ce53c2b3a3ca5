package org.huizhen.dicom.association;

/** The peer did not answer in time; the association has been aborted. */
public final class AssociationTimeoutException extends AssociationException {
    private static final long serialVersionUID = 1L;

    public AssociationTimeoutException(String message) {
        super(message);
    }
}
