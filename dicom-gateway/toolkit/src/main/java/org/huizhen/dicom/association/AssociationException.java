package org.huizhen.dicom.association;

/** An association that could not be opened or has ended; the subclass says how. */
public abstract sealed class AssociationException extends RuntimeException
        permits ConnectFailedException,
                AssociationRejectedException,
                AssociationAbortedException,
                AssociationTimeoutException,
                ContextNotAcceptedException {
    private static final long serialVersionUID = 1L;

    AssociationException(String message) {
        super(message);
    }

    AssociationException(String message, Throwable cause) {
        super(message, cause);
    }
}
