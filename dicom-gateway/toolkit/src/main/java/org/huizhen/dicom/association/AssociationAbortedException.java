package org.huizhen.dicom.association;

/** The association ended in disorder: A-ABORT from either side, or the connection was lost. */
public final class AssociationAbortedException extends AssociationException {
    private static final long serialVersionUID = 1L;

    public AssociationAbortedException(String message) {
        super(message);
    }

    public AssociationAbortedException(String message, Throwable cause) {
        super(message, cause);
    }
}
