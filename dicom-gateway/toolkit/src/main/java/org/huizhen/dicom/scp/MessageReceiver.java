package org.huizhen.dicom.scp;

import io.netty.buffer.ByteBuf;

/** Takes the data set of one request, on the event loop. */
interface MessageReceiver {
    /** The next bytes; the receiver releases them. */
    void data(ByteBuf slice);

    /** The message is whole, also when it has no data set. */
    void end();

    /** The association ended before the message was whole. */
    void abort(Throwable cause);
}
