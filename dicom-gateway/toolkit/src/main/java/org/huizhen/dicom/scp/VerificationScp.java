package org.huizhen.dicom.scp;

/** Answers C-ECHO (PS3.4 annex A). */
public final class VerificationScp implements DimseService {
    static final String VERIFICATION = "1.2.840.10008.1.1";

    @Override
    public boolean accepts(String abstractSyntaxUid) {
        return abstractSyntaxUid.equals(VERIFICATION);
    }
}
