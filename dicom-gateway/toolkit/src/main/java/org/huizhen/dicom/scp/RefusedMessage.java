package org.huizhen.dicom.scp;

import io.netty.buffer.ByteBuf;
import org.huizhen.dicom.dimse.Status;

/** Throws a data set away and answers a failure at its end: the peer listens only then. */
record RefusedMessage(Operation operation, Status status) implements MessageReceiver {
    @Override
    public void data(ByteBuf slice) {
        slice.release();
    }

    @Override
    public void end() {
        operation.respond(status);
    }

    @Override
    public void abort(Throwable cause) {}
}
