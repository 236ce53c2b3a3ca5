package org.huizhen.dicom.scp;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.netty.buffer.UnpooledByteBufAllocator;
import java.io.DataInputStream;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.util.List;
import org.huizhen.dicom.dimse.CommandElement;
import org.huizhen.dicom.dimse.CommandField;
import org.huizhen.dicom.dimse.CommandSet;
import org.huizhen.dicom.dimse.MessageFraming;
import org.huizhen.dicom.pdu.AssociateRq;
import org.huizhen.dicom.pdu.PDataTf;
import org.huizhen.dicom.pdu.Pdu;
import org.huizhen.dicom.pdu.PduEncoder;
import org.huizhen.dicom.pdu.Pdv;
import org.huizhen.dicom.pdu.ProposedPresentationContext;
import org.huizhen.dicom.pdu.UserInformation;

/** A peer on a plain socket that does what a test says, right or wrong. */
final class ScriptedPeer implements AutoCloseable {
    static final String CT = "1.2.840.10008.5.1.4.1.1.2";
    static final int CONTEXT = 1;

    private final Socket socket;
    private final DataInputStream in;

    ScriptedPeer(InetSocketAddress address) throws IOException {
        socket = new Socket(address.getAddress(), address.getPort());
        socket.setTcpNoDelay(true);
        socket.setSoTimeout(10_000);
        in = new DataInputStream(socket.getInputStream());
    }

    /** Proposes CT Image Storage in implicit little endian as context 1. */
    static AssociateRq request() {
        return new AssociateRq(
                1,
                "CLINIC1",
                "SCRIPT",
                AssociateRq.DICOM_APPLICATION_CONTEXT,
                List.of(new ProposedPresentationContext(CONTEXT, CT, List.of("1.2.840.10008.1.2"))),
                UserInformation.of(16_384, "1.2.3", "SCRIPT"));
    }

    void associate() throws IOException {
        send(request());
        Received answer = receive();
        if (answer.type() != 2) {
            throw new IOException("not accepted but answered with PDU type " + answer.type());
        }
    }

    void send(Pdu pdu) throws IOException {
        send(PduEncoder.encode(UnpooledByteBufAllocator.DEFAULT, pdu));
    }

    void send(byte[] bytes) throws IOException {
        socket.getOutputStream().write(bytes);
    }

    private void send(ByteBuf bytes) throws IOException {
        try {
            send(ByteBufUtil.getBytes(bytes));
        } finally {
            bytes.release();
        }
    }

    void sendStoreCommand(int messageId, String instance) throws IOException {
        sendCommand(CommandSet.builder(CommandField.C_STORE_RQ)
                .unsignedShort(CommandElement.MESSAGE_ID, messageId)
                .unsignedShort(CommandElement.PRIORITY, 0)
                .uid(CommandElement.AFFECTED_SOP_CLASS_UID, CT)
                .uid(CommandElement.AFFECTED_SOP_INSTANCE_UID, instance)
                .dataSetFollows()
                .build());
    }

    void sendCommand(CommandSet command) throws IOException {
        send(MessageFraming.frame(UnpooledByteBufAllocator.DEFAULT, command, CONTEXT, 16_000));
    }

    void sendData(int contextId, byte[] data, boolean last) throws IOException {
        send(new PDataTf(List.of(new Pdv(contextId, false, last, Unpooled.wrappedBuffer(data)))));
    }

    /** A PDU as received: its type and what follows the length. */
    record Received(int type, ByteBuf body) {
        /** The response inside a P-DATA-TF with a single value. */
        CommandSet response() {
            return CommandSet.decode(body.slice(6, body.readableBytes() - 6));
        }
    }

    Received receive() throws IOException {
        int type = in.readUnsignedByte();
        in.readByte();
        byte[] body = new byte[in.readInt()];
        in.readFully(body);
        return new Received(type, Unpooled.wrappedBuffer(body));
    }

    /** True when the other side has closed or reset the connection and nothing else came before. */
    boolean isHungUpOn() {
        try {
            return in.read() < 0;
        } catch (java.net.SocketTimeoutException e) {
            return false;
        } catch (IOException e) {
            return true;
        }
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
