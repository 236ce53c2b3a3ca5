package org.huizhen.dicom.pdu;

import java.util.List;

/**
 * A presentation context as proposed (PS3.8 9.3.2.2).
 *
 * @param id odd, 1 to 255
 * @param abstractSyntax empty when the item was missing
 * @param transferSyntaxes in the order sent
 */
public record ProposedPresentationContext(int id, String abstractSyntax, List<String> transferSyntaxes) {
    public ProposedPresentationContext {
        transferSyntaxes = List.copyOf(transferSyntaxes);
    }
}
