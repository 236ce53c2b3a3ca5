package org.huizhen.server.imaging.ingest;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import org.huizhen.server.patient.Demographics;

/** A short fingerprint of what an instance says of its patient. */
public final class PatientWords {
    private PatientWords() {}

    /** Eight bytes of a SHA-256 over Patient ID, name, birth date and sex as sent, trailing separators left out. */
    public static long key(Demographics said) {
        String words = said.patientId()
                + '\n'
                + said.name().replaceAll("[\\^= ]+$", "")
                + '\n'
                + said.birthDate()
                + '\n'
                + said.sex();
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(words.getBytes(StandardCharsets.UTF_8));
            return ByteBuffer.wrap(digest).getLong();
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }
}
