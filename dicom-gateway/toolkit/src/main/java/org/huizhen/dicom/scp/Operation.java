package org.huizhen.dicom.scp;

import java.util.function.Consumer;
import org.huizhen.dicom.association.AssociationInfo;
import org.huizhen.dicom.association.PresentationContext;
import org.huizhen.dicom.dimse.CommandSet;
import org.huizhen.dicom.dimse.Status;

/**
 * A request that a peer has begun.
 *
 * @param command with a message id
 * @param worker for what may block
 * @param answer sends the response; called once, on any thread
 */
record Operation(
        AssociationInfo association,
        PresentationContext context,
        CommandSet command,
        AssociationWorker worker,
        Consumer<CommandSet> answer) {

    void respond(Status status) {
        answer.accept(command.response(status).build());
    }
}
