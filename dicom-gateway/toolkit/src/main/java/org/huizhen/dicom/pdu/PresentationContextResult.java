package org.huizhen.dicom.pdu;

/**
 * What became of a proposed presentation context (PS3.8 9.3.3.2).
 *
 * @param id as proposed
 * @param result one of the constants here
 * @param transferSyntax the chosen one; not significant unless accepted
 */
public record PresentationContextResult(int id, int result, String transferSyntax) {
    public static final int ACCEPTANCE = 0;
    public static final int USER_REJECTION = 1;
    public static final int NO_REASON = 2;
    public static final int ABSTRACT_SYNTAX_NOT_SUPPORTED = 3;
    public static final int TRANSFER_SYNTAXES_NOT_SUPPORTED = 4;

    public boolean isAccepted() {
        return result == ACCEPTANCE;
    }
}
