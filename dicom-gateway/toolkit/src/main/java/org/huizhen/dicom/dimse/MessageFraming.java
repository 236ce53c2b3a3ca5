package org.huizhen.dicom.dimse;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import org.huizhen.dicom.pdu.PduEncoder;

/** Frames messages as P-DATA-TF with a single value each (PS3.8 annex E). */
public final class MessageFraming {
    /** Sent to peers that name no limit, in bytes. */
    private static final int LARGEST_PDU = 1024 * 1024;

    private static final int VALUE_HEADER_LENGTH = 6;

    /** No peer can mean less; a smaller figure would never get a command across. */
    private static final int SMALLEST_PDU = 64;

    private MessageFraming() {}

    /** The most bytes of a message one PDU to this peer can hold; even, since fragments have to be (PS3.8 annex E). */
    public static int valueLength(long maxPduLengthOfPeer) {
        long pdu = maxPduLengthOfPeer == 0 ? LARGEST_PDU : Math.min(maxPduLengthOfPeer, LARGEST_PDU);
        return ((int) Math.max(pdu, SMALLEST_PDU) - VALUE_HEADER_LENGTH) & ~1;
    }

    /** The command set as one buffer of one or more PDUs. */
    public static ByteBuf frame(ByteBufAllocator allocator, CommandSet command, int contextId, int valueLength) {
        ByteBuf encoded = allocator.buffer(512);
        ByteBuf framed = allocator.buffer(512);
        try {
            command.encode(encoded);
            do {
                int length = Math.min(valueLength, encoded.readableBytes());
                boolean last = length == encoded.readableBytes();
                int start = framed.writerIndex();
                framed.writeZero(PduEncoder.SINGLE_VALUE_HEADER_LENGTH);
                PduEncoder.setSingleValueHeader(framed, start, contextId, true, last, length);
                framed.writeBytes(encoded, length);
            } while (encoded.isReadable());
            return framed;
        } finally {
            encoded.release();
        }
    }
}
