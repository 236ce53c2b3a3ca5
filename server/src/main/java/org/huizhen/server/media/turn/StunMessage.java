package org.huizhen.server.media.turn;

import java.io.ByteArrayOutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** One STUN message (RFC 8489 5): a type, a transaction id of 96 bits, attributes; of repeated attributes the first counts. */
final class StunMessage {
    static final int HEADER = 20;
    static final int BINDING = 0x0001;
    static final int ALLOCATE = 0x0003;
    static final int REFRESH = 0x0004;
    static final int CREATE_PERMISSION = 0x0008;
    static final int SEND_INDICATION = 0x0016;
    static final int DATA_INDICATION = 0x0017;

    static final int USERNAME = 0x0006;
    static final int MESSAGE_INTEGRITY = 0x0008;
    static final int ERROR_CODE = 0x0009;
    static final int LIFETIME = 0x000D;
    static final int XOR_PEER_ADDRESS = 0x0012;
    static final int DATA = 0x0013;
    static final int REALM = 0x0014;
    static final int NONCE = 0x0015;
    static final int XOR_RELAYED_ADDRESS = 0x0016;
    static final int REQUESTED_TRANSPORT = 0x0019;
    static final int XOR_MAPPED_ADDRESS = 0x0020;

    private static final int COOKIE = 0x2112A442;
    private static final int INTEGRITY_BYTES = 20;
    private static final int SUCCESS = 0x0100;
    private static final int FAILURE = 0x0110;
    private static final SecureRandom RANDOM = new SecureRandom();

    private final int type;
    private final byte[] transaction;
    private final Map<Integer, byte[]> attributes = new LinkedHashMap<>();

    private StunMessage(int type, byte[] transaction) {
        this.type = type;
        this.transaction = transaction;
    }

    static StunMessage of(int type) {
        byte[] transaction = new byte[12];
        RANDOM.nextBytes(transaction);
        return new StunMessage(type, transaction);
    }

    StunMessage with(int attribute, byte[] value) {
        attributes.putIfAbsent(attribute, value);
        return this;
    }

    StunMessage with(int attribute, String value) {
        return with(attribute, value.getBytes(StandardCharsets.UTF_8));
    }

    StunMessage with(int attribute, InetSocketAddress address) {
        byte[] bytes = address.getAddress().getAddress();
        byte[] mask = mask();
        ByteBuffer value = ByteBuffer.allocate(4 + bytes.length)
                .putShort((short) (bytes.length == 4 ? 1 : 2))
                .putShort((short) (address.getPort() ^ (COOKIE >>> 16)));
        for (int i = 0; i < bytes.length; i++) {
            value.put((byte) (bytes[i] ^ mask[i]));
        }
        return with(attribute, value.array());
    }

    boolean succeeds(StunMessage request) {
        return answers(request) && type == (request.type | SUCCESS);
    }

    boolean answers(StunMessage request) {
        return Arrays.equals(transaction, request.transaction)
                && (type == (request.type | SUCCESS) || type == (request.type | FAILURE));
    }

    boolean is(int wanted) {
        return type == wanted;
    }

    Optional<byte[]> bytes(int attribute) {
        return Optional.ofNullable(attributes.get(attribute));
    }

    Optional<String> text(int attribute) {
        return bytes(attribute).map(value -> new String(value, StandardCharsets.UTF_8));
    }

    /** The error code of a failure, 300 to 699 (RFC 8489 14.8); 0 where there is none. */
    int error() {
        return bytes(ERROR_CODE)
                .filter(value -> value.length >= 4)
                .map(value -> (value[2] & 7) * 100 + (value[3] & 0xFF))
                .orElse(0);
    }

    Optional<InetSocketAddress> address(int attribute) throws UnknownHostException {
        byte[] value = attributes.get(attribute);
        if (value == null || (value.length != 8 && value.length != 20)) {
            return Optional.empty();
        }
        byte[] mask = mask();
        byte[] bytes = new byte[value.length - 4];
        for (int i = 0; i < bytes.length; i++) {
            bytes[i] = (byte) (value[4 + i] ^ mask[i]);
        }
        int port = (ByteBuffer.wrap(value).getShort(2) & 0xFFFF) ^ (COOKIE >>> 16);
        return Optional.of(new InetSocketAddress(InetAddress.getByAddress(bytes), port));
    }

    private byte[] mask() {
        return ByteBuffer.allocate(16).putInt(COOKIE).put(transaction).array();
    }

    byte[] encode() {
        return encode(attributes, 0);
    }

    /** With MESSAGE-INTEGRITY (RFC 8489 14.5): HMAC-SHA1 under the long-term key over what precedes it. */
    byte[] encode(byte[] key) {
        byte[] signed = encode(attributes, 4 + INTEGRITY_BYTES);
        try {
            Mac mac = Mac.getInstance("HmacSHA1");
            mac.init(new SecretKeySpec(key, "HmacSHA1"));
            return ByteBuffer.allocate(signed.length + 4 + INTEGRITY_BYTES)
                    .put(signed)
                    .putShort((short) MESSAGE_INTEGRITY)
                    .putShort((short) INTEGRITY_BYTES)
                    .put(mac.doFinal(signed))
                    .array();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("HMAC-SHA1 is part of every JDK", e);
        }
    }

    private byte[] encode(Map<Integer, byte[]> written, int announced) {
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        written.forEach((attribute, value) -> {
            body.writeBytes(ByteBuffer.allocate(4)
                    .putShort((short) (int) attribute)
                    .putShort((short) value.length)
                    .array());
            body.writeBytes(value);
            body.writeBytes(new byte[padding(value.length)]);
        });
        return ByteBuffer.allocate(HEADER + body.size())
                .putShort((short) type)
                .putShort((short) (body.size() + announced))
                .putInt(COOKIE)
                .put(transaction)
                .put(body.toByteArray())
                .array();
    }

    /** Without its integrity and what comes after; empty when the bytes are no STUN message. */
    static Optional<StunMessage> decode(byte[] bytes) {
        ByteBuffer in = ByteBuffer.wrap(bytes);
        if (bytes.length < HEADER || in.getInt(4) != COOKIE || HEADER + (in.getShort(2) & 0xFFFF) > bytes.length) {
            return Optional.empty();
        }
        byte[] transaction = new byte[12];
        in.get(8, transaction);
        StunMessage message = new StunMessage(in.getShort(0) & 0xFFFF, transaction);
        int end = HEADER + (in.getShort(2) & 0xFFFF);
        in.position(HEADER);
        while (in.position() + 4 <= end) {
            int attribute = in.getShort() & 0xFFFF;
            int length = in.getShort() & 0xFFFF;
            if (in.position() + length > end) {
                return Optional.empty();
            }
            if (attribute == MESSAGE_INTEGRITY) {
                break; // what follows it is not protected (RFC 8489 14.5)
            }
            byte[] value = new byte[length];
            in.get(value);
            message.with(attribute, value);
            in.position(Math.min(end, in.position() + padding(length)));
        }
        return Optional.of(message);
    }

    private static int padding(int length) {
        return (4 - length % 4) % 4;
    }
}
