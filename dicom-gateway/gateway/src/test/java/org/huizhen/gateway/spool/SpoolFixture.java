package org.huizhen.gateway.spool;

import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Random;
import java.util.concurrent.CompletableFuture;

/** Makes instances for tests of the spool. */
public final class SpoolFixture {
    public static final String EXPLICIT = "1.2.840.10008.1.2.1";
    public static final String CT = "1.2.840.10008.5.1.4.1.1.2";
    static final Spool.Limits LIMITS = new Spool.Limits(1 << 20, 1, 64 << 20);

    private SpoolFixture() {}

    public static Spool open(Path directory) {
        return Spool.open(directory, LIMITS, Clock.systemUTC());
    }

    public static InstanceHeader header(String study) {
        return new InstanceHeader(study, study + ".1", "P1", "张三", "M", "19700101", "CT", "20261122", "胸部");
    }

    public static Description description(String uid, String study, String syntax) {
        return new Description(uid, CT, syntax, new Origin("CT1", "10.0.0.5", ""), header(study));
    }

    public static byte[] bytes(int seed, int length) {
        byte[] bytes = new byte[length];
        new Random(seed).nextBytes(bytes);
        return bytes;
    }

    /** Stores an instance and waits until it is durable. */
    public static Receipt store(Spool spool, String uid, String study, byte[] bytes) {
        return begin(spool, description(uid, study, EXPLICIT), bytes).join();
    }

    /** Hands an instance over in pieces; the result completes when it is durable. */
    public static CompletableFuture<Receipt> begin(Spool spool, Description description, byte[] bytes) {
        Incoming incoming = spool.begin();
        int piece = Math.max(1, bytes.length / 7);
        for (int at = 0; at < bytes.length; at += piece) {
            incoming.append(ByteBuffer.wrap(bytes, at, Math.min(piece, bytes.length - at)), () -> {});
        }
        return incoming.commit(description).toCompletableFuture();
    }
}
