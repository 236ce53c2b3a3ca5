package org.huizhen.dicom.pdu;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.util.ReferenceCountUtil;
import java.util.List;

/**
 * Cuts received bytes into PDUs (PS3.8 9.3).
 *
 * <p>Bytes of P-DATA-TF are never gathered or copied: each receive buffer yields slices of itself. Other PDUs are gathered up to a bound of ours.
 * Nothing is ever left in a receive buffer. What cannot be accepted is reported once as a {@link PduException}, after which input is thrown away.
 */
public final class PduDecoder extends ChannelInboundHandlerAdapter {
    /** Room for 128 presentation contexts with 40 transfer syntaxes each, and negotiation items. */
    static final int MAX_ASSOCIATE_LENGTH = 256 * 1024;

    private static final int SHORT_PDU_LENGTH = 4;
    private static final int PDU_HEADER_LENGTH = 6;
    private static final int PDV_LENGTH_FIELD = 4;
    private static final int PDV_HEADER_LENGTH = 6;

    private enum State {
        PDU_HEADER,
        BODY,
        PDV_HEADER,
        PDV_DATA,
        FAILED
    }

    private final int maxDataLength;
    private final ByteBuf header = Unpooled.buffer(PDV_HEADER_LENGTH, PDV_HEADER_LENGTH);
    private State state = State.PDU_HEADER;
    private int pduType;
    private ByteBuf body;
    private int bodyMissing;
    private int pduMissing;
    private int pdvMissing;
    private int contextId;
    private int control;
    private long received;

    /** Takes P-DATA-TF up to the given length, which is the one announced to the peer, in bytes. */
    public PduDecoder(int maxDataLength) {
        if (maxDataLength < PDV_HEADER_LENGTH) {
            throw new IllegalArgumentException("maximum length " + maxDataLength + ", expected 6 or more");
        }
        this.maxDataLength = maxDataLength;
    }

    /** True while a PDU has begun and its end has not arrived. */
    public boolean isInsidePdu() {
        return state != State.FAILED && (state != State.PDU_HEADER || header.isReadable());
    }

    /** Bytes that have come so far. */
    public long received() {
        return received;
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        if (!(message instanceof ByteBuf in)) {
            context.fireChannelRead(message);
            return;
        }
        received += in.readableBytes();
        try {
            while (in.isReadable() && state != State.FAILED) {
                decode(context, in);
            }
        } catch (PduException e) {
            fail();
            context.fireExceptionCaught(e);
        } finally {
            in.release();
        }
    }

    @Override
    public void handlerRemoved(ChannelHandlerContext context) {
        fail();
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) {
        fail();
        context.fireChannelInactive();
    }

    private void decode(ChannelHandlerContext context, ByteBuf in) {
        switch (state) {
            case PDU_HEADER -> decodePduHeader(in);
            case BODY -> decodeBody(context, in);
            case PDV_HEADER -> decodePdvHeader(context, in);
            case PDV_DATA -> decodePdvData(context, in);
            case FAILED -> in.skipBytes(in.readableBytes());
        }
    }

    private void decodePduHeader(ByteBuf in) {
        if (!header.isReadable()) {
            requireKnown(in.getUnsignedByte(in.readerIndex()));
        }
        if (!fillHeader(in, PDU_HEADER_LENGTH)) {
            return;
        }
        pduType = header.getUnsignedByte(0);
        long length = header.getUnsignedInt(2);
        header.clear();
        requireLength(pduType, length);
        if (pduType == PDataTf.TYPE) {
            pduMissing = (int) length;
            state = State.PDV_HEADER;
        } else {
            bodyMissing = (int) length;
            state = State.BODY;
        }
    }

    private void decodeBody(ChannelHandlerContext context, ByteBuf in) {
        if (body == null) {
            // Grows with what arrives, so that a length alone costs nothing.
            body = context.alloc().buffer(Math.min(bodyMissing, 4096), bodyMissing);
        }
        int count = Math.min(bodyMissing, in.readableBytes());
        body.writeBytes(in, count);
        bodyMissing -= count;
        if (bodyMissing > 0) {
            return;
        }
        ByteBuf whole = body;
        body = null;
        state = State.PDU_HEADER;
        Pdu pdu;
        try {
            pdu = PduBodyReader.read(pduType, whole);
        } finally {
            whole.release();
        }
        context.fireChannelRead(pdu);
    }

    private void decodePdvHeader(ChannelHandlerContext context, ByteBuf in) {
        if (!fillHeader(in, PDV_HEADER_LENGTH)) {
            return;
        }
        long length = header.getUnsignedInt(0);
        contextId = header.getUnsignedByte(4);
        control = header.getUnsignedByte(5);
        header.clear();
        if (length < 2 || length > pduMissing - PDV_LENGTH_FIELD) {
            throw new PduException(
                    AbortReason.INVALID_PDU_PARAMETER_VALUE,
                    "presentation data value of " + length + " bytes, expected 2 to "
                            + (pduMissing - PDV_LENGTH_FIELD));
        }
        pduMissing -= PDV_LENGTH_FIELD + (int) length;
        requireRoomForNext();
        pdvMissing = (int) length - 2;
        if (pdvMissing == 0) {
            deliver(context, Unpooled.EMPTY_BUFFER);
        } else {
            state = State.PDV_DATA;
        }
    }

    private void decodePdvData(ChannelHandlerContext context, ByteBuf in) {
        int count = Math.min(pdvMissing, in.readableBytes());
        pdvMissing -= count;
        deliver(context, in.readRetainedSlice(count));
    }

    /** Sets the next state before handing on, since the handler may end the association meanwhile. */
    private void deliver(ChannelHandlerContext context, ByteBuf data) {
        boolean command = (control & 1) != 0;
        boolean last = (control & 2) != 0 && pdvMissing == 0;
        if (pdvMissing == 0) {
            state = pduMissing == 0 ? State.PDU_HEADER : State.PDV_HEADER;
        }
        context.fireChannelRead(new PDataTf(List.of(new Pdv(contextId, command, last, data))));
    }

    /** Collects a header that may come in pieces; true when it is whole. */
    private boolean fillHeader(ByteBuf in, int length) {
        int count = Math.min(length - header.readableBytes(), in.readableBytes());
        header.writeBytes(in, count);
        return header.readableBytes() == length;
    }

    private void requireRoomForNext() {
        if (pduMissing != 0 && pduMissing < PDV_HEADER_LENGTH) {
            throw new PduException(
                    AbortReason.INVALID_PDU_PARAMETER_VALUE,
                    pduMissing + " bytes left in the PDU, expected none or another value of 6 and more");
        }
    }

    private void requireKnown(int type) {
        if (type < AssociateRq.TYPE || type > Abort.TYPE) {
            throw new PduException(AbortReason.UNRECOGNIZED_PDU, "PDU type " + type + ", expected 1 to 7");
        }
    }

    private void requireLength(int type, long length) {
        long least = SHORT_PDU_LENGTH;
        long most = SHORT_PDU_LENGTH;
        if (type == PDataTf.TYPE) {
            least = PDV_HEADER_LENGTH;
            most = maxDataLength;
        } else if (type == AssociateRq.TYPE || type == AssociateAc.TYPE) {
            most = MAX_ASSOCIATE_LENGTH;
        }
        if (length < least || length > most) {
            throw new PduException(
                    AbortReason.INVALID_PDU_PARAMETER_VALUE,
                    "PDU of type " + type + " with length " + length + ", expected " + least + " to " + most);
        }
    }

    private void fail() {
        state = State.FAILED;
        ReferenceCountUtil.release(body);
        body = null;
    }
}
