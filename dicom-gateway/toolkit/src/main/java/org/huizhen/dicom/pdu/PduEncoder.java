package org.huizhen.dicom.pdu;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelOutboundHandlerAdapter;
import io.netty.channel.ChannelPromise;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** Writes PDUs (PS3.8 9.3), each as one buffer; byte buffers and file regions pass through as they are. */
public final class PduEncoder extends ChannelOutboundHandlerAdapter {
    /** Bytes before the data of a P-DATA-TF with a single value. */
    public static final int SINGLE_VALUE_HEADER_LENGTH = 12;

    @Override
    @SuppressWarnings("FutureReturnValueIgnored") // the promise carries it
    public void write(ChannelHandlerContext context, Object message, ChannelPromise promise) {
        if (message instanceof Pdu pdu) {
            context.write(encode(context.alloc(), pdu), promise);
        } else {
            context.write(message, promise);
        }
    }

    /** The PDU as bytes; the data of a P-DATA-TF is copied and released. */
    public static ByteBuf encode(ByteBufAllocator allocator, Pdu pdu) {
        ByteBuf out = allocator.buffer(256);
        out.writeByte(pdu.type()).writeByte(0).writeInt(0);
        int start = out.writerIndex();
        switch (pdu) {
            case AssociateRq rq -> {
                writeFixedPart(out, rq.protocolVersion(), rq.calledAeTitle(), rq.callingAeTitle());
                writeTextItem(out, ItemType.APPLICATION_CONTEXT, rq.applicationContext());
                rq.contexts().forEach(context -> writeProposedContext(out, context));
                UserInformationWriter.write(out, rq.userInformation());
            }
            case AssociateAc ac -> {
                writeFixedPart(out, ac.protocolVersion(), ac.calledAeTitle(), ac.callingAeTitle());
                writeTextItem(out, ItemType.APPLICATION_CONTEXT, ac.applicationContext());
                ac.contexts().forEach(context -> writeContextResult(out, context));
                UserInformationWriter.write(out, ac.userInformation());
            }
            case AssociateRj rj ->
                out.writeByte(0).writeByte(rj.result()).writeByte(rj.source()).writeByte(rj.reason());
            case PDataTf data -> data.values().forEach(value -> writeValue(out, value));
            case ReleaseRq rq -> out.writeInt(0);
            case ReleaseRp rp -> out.writeInt(0);
            case Abort abort -> out.writeShort(0).writeByte(abort.source()).writeByte(abort.reason());
        }
        out.setInt(start - 4, out.writerIndex() - start);
        return out;
    }

    /** Sets the header of a P-DATA-TF with a single value, whose data of that length follows in the buffer. */
    public static void setSingleValueHeader(
            ByteBuf buffer, int index, int contextId, boolean command, boolean last, int dataLength) {
        buffer.setByte(index, PDataTf.TYPE);
        buffer.setByte(index + 1, 0);
        buffer.setInt(index + 2, dataLength + 6);
        buffer.setInt(index + 6, dataLength + 2);
        buffer.setByte(index + 10, contextId);
        buffer.setByte(index + 11, (command ? 1 : 0) | (last ? 2 : 0));
    }

    private static void writeValue(ByteBuf out, Pdv value) {
        ByteBuf data = value.data();
        try {
            out.writeInt(data.readableBytes() + 2);
            out.writeByte(value.contextId());
            out.writeByte((value.command() ? 1 : 0) | (value.last() ? 2 : 0));
            out.writeBytes(data);
        } finally {
            data.release();
        }
    }

    private static void writeFixedPart(ByteBuf out, int version, String called, String calling) {
        out.writeShort(version).writeShort(0);
        writeTitle(out, called);
        writeTitle(out, calling);
        out.writeZero(32);
    }

    private static void writeTitle(ByteBuf out, String title) {
        if (title.length() > 16) {
            throw new IllegalArgumentException("AE title of " + title.length() + " characters, expected 16 at most");
        }
        out.writeCharSequence(title, StandardCharsets.ISO_8859_1);
        for (int i = title.length(); i < 16; i++) {
            out.writeByte(' ');
        }
    }

    private static void writeProposedContext(ByteBuf out, ProposedPresentationContext context) {
        int item = beginItem(out, ItemType.PROPOSED_CONTEXT);
        out.writeByte(context.id()).writeMedium(0);
        writeTextItem(out, ItemType.ABSTRACT_SYNTAX, context.abstractSyntax());
        List<String> syntaxes = context.transferSyntaxes();
        syntaxes.forEach(syntax -> writeTextItem(out, ItemType.TRANSFER_SYNTAX, syntax));
        endItem(out, item);
    }

    private static void writeContextResult(ByteBuf out, PresentationContextResult context) {
        int item = beginItem(out, ItemType.CONTEXT_RESULT);
        out.writeByte(context.id()).writeByte(0).writeByte(context.result()).writeByte(0);
        writeTextItem(out, ItemType.TRANSFER_SYNTAX, context.transferSyntax());
        endItem(out, item);
    }

    static void writeTextItem(ByteBuf out, int type, String text) {
        int item = beginItem(out, type);
        out.writeCharSequence(text, StandardCharsets.ISO_8859_1);
        endItem(out, item);
    }

    static void writeCountedText(ByteBuf out, String text) {
        out.writeShort(text.length());
        out.writeCharSequence(text, StandardCharsets.ISO_8859_1);
    }

    /** Begins an item; the index returned belongs to {@link #endItem}. */
    static int beginItem(ByteBuf out, int type) {
        out.writeByte(type).writeByte(0).writeShort(0);
        return out.writerIndex();
    }

    static void endItem(ByteBuf out, int start) {
        int length = out.writerIndex() - start;
        if (length > 0xFFFF) {
            throw new IllegalArgumentException("item of " + length + " bytes, expected 65535 at most");
        }
        out.setShort(start - 2, length);
    }
}
