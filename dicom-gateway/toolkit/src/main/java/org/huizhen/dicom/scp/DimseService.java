package org.huizhen.dicom.scp;

import java.util.List;

/** A service of a {@link DicomServer}: which presentation contexts it takes and what it does with their messages. */
public interface DimseService {
    /** True when this service handles the given SOP class. */
    boolean accepts(String abstractSyntaxUid);

    /** Picks one of the proposed transfer syntaxes, which are at least one; the first proposed unless overridden. */
    default String chooseTransferSyntax(String abstractSyntaxUid, List<String> proposed) {
        return proposed.getFirst();
    }
}
