package org.huizhen.dicom.dataset;

import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.util.UUID;
import java.util.regex.Pattern;

/** Unique identifiers (PS3.5 9): generation and the check of their form. */
public final class Uids {
    private static final Pattern FORM = Pattern.compile("(0|[1-9][0-9]*)(\\.(0|[1-9][0-9]*))+");

    private Uids() {}

    /** A new UID below 2.25, from a random UUID (PS3.5 B.2). */
    public static String create() {
        return of(UUID.randomUUID());
    }

    /** The UID that stands for a UUID; the same UUID gives the same UID. */
    public static String of(UUID uuid) {
        byte[] bytes = ByteBuffer.allocate(16)
                .putLong(uuid.getMostSignificantBits())
                .putLong(uuid.getLeastSignificantBits())
                .array();
        return "2.25." + new BigInteger(1, bytes);
    }

    /** Whether the text is a UID by PS3.5 9.1: at most 64 characters, numeric components without leading zeros. */
    public static boolean valid(String uid) {
        return uid.length() <= 64 && FORM.matcher(uid).matches();
    }
}
