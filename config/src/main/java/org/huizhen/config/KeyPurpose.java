package org.huizhen.config;

/** What a key in the key file is for; the name in the file is fixed. */
public enum KeyPurpose {
    /** HMAC-SHA-256 that chains audit events. */
    AUDIT("audit"),
    /** AES-256-GCM over identity numbers and telephone numbers. */
    IDENTITY_ENCRYPTION("identityEncryption"),
    /** HMAC-SHA-256 by which identity numbers are found. */
    IDENTITY_LOOKUP("identityLookup"),
    /** HMAC-SHA-256 over session tokens and tickets, so that the database holds none of them. */
    SESSION("session");

    private final String fileName;

    KeyPurpose(String fileName) {
        this.fileName = fileName;
    }

    public String fileName() {
        return fileName;
    }
}
