package org.huizhen.dicom.scp;

import io.netty.buffer.ByteBuf;
import java.util.List;
import java.util.Optional;
import org.huizhen.dicom.dimse.CommandField;
import org.huizhen.dicom.dimse.DimseException;
import org.huizhen.dicom.dimse.Status;

/** Answers C-ECHO (PS3.4 annex A). */
public final class VerificationScp extends DimseService {
    private static final String VERIFICATION = "1.2.840.10008.1.1";

    @Override
    boolean accepts(String abstractSyntaxUid) {
        return abstractSyntaxUid.equals(VERIFICATION);
    }

    @Override
    Optional<String> choose(List<String> proposed) {
        return Optional.of(proposed.getFirst());
    }

    @Override
    MessageReceiver receive(Operation operation) {
        if (operation.command().commandField() != CommandField.C_ECHO_RQ) {
            throw new DimseException(Status.UNRECOGNIZED_OPERATION, "only C-ECHO in a Verification context");
        }
        return new MessageReceiver() {
            @Override
            public void data(ByteBuf slice) {
                slice.release();
            }

            @Override
            public void end() {
                operation.respond(Status.SUCCESS);
            }

            @Override
            public void abort(Throwable cause) {}
        };
    }
}
