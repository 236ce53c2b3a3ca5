package org.huizhen.dicom.scu;

import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;

/**
 * One presentation context to propose.
 *
 * @param abstractSyntaxUid the SOP class
 * @param transferSyntaxUids in order of preference, at least one
 */
public record ProposedContext(String abstractSyntaxUid, List<String> transferSyntaxUids) {
    public static final ProposedContext VERIFICATION =
            new ProposedContext("1.2.840.10008.1.1", List.of("1.2.840.10008.1.2"));

    public ProposedContext {
        transferSyntaxUids = List.copyOf(transferSyntaxUids);
        if (transferSyntaxUids.isEmpty()) {
            throw new IllegalArgumentException("no transfer syntax for " + abstractSyntaxUid);
        }
    }

    /**
     * A context for each pair of SOP class and transfer syntax, so that every file can go as it is.
     *
     * <p>An association carries at most 128 contexts; more pairs need more associations.
     */
    public static List<ProposedContext> forFiles(Collection<InstanceFile> files) {
        LinkedHashSet<ProposedContext> contexts = new LinkedHashSet<>();
        for (InstanceFile file : files) {
            contexts.add(new ProposedContext(file.sopClassUid(), List.of(file.transferSyntaxUid())));
        }
        return List.copyOf(contexts);
    }
}
