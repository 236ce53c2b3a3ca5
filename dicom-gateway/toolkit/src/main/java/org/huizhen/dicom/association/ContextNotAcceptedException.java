package org.huizhen.dicom.association;

/** The peer did not accept the SOP class in the transfer syntax that a request needs; the association stays usable. */
public final class ContextNotAcceptedException extends AssociationException {
    private static final long serialVersionUID = 1L;

    public ContextNotAcceptedException(String abstractSyntaxUid, String transferSyntaxUid) {
        super("peer accepted no presentation context for " + abstractSyntaxUid + " in " + transferSyntaxUid);
    }
}
