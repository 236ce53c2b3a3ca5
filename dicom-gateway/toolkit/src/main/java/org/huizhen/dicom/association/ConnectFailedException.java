package org.huizhen.dicom.association;

/** No connection: refused, unreachable, name unknown, TLS failed. */
public final class ConnectFailedException extends AssociationException {
    private static final long serialVersionUID = 1L;

    public ConnectFailedException(String message, Throwable cause) {
        super(message, cause);
    }
}
