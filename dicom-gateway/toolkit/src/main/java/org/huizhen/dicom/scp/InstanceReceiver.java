package org.huizhen.dicom.scp;

import io.netty.buffer.ByteBuf;
import java.util.concurrent.CompletionStage;
import org.huizhen.dicom.dimse.Status;

/**
 * Takes one instance as its bytes arrive: the encoded data set, without preamble and file meta information.
 *
 * <p>The calls for one association never overlap, come in order and happen on threads that may block, never on an event loop: each may block, and while
 * it does, the peer is slowed down once a few megabytes wait. After {@link #complete} or {@link #abort} nothing more is called.
 */
public interface InstanceReceiver {
    /**
     * Takes the next bytes.
     *
     * @param slice released by the caller after the return: {@code retain()} it to keep it longer. It is a part of a larger receive buffer.
     * @throws org.huizhen.dicom.dimse.DimseException to refuse the instance; nothing more is called for it, and the status is answered
     *     when the peer has sent the rest
     */
    void data(ByteBuf slice);

    /**
     * The data set has arrived whole.
     *
     * @return completed with the status to answer when the instance is durable; may be completed on any thread, and may be completed already.
     *     The response is written at that moment. Exceptional completion answers the status of a {@code DimseException}, else 0110H.
     */
    CompletionStage<Status> complete();

    /** The association ended before the data set was whole: forget what came. */
    void abort(Throwable cause);
}
