package org.huizhen.server.patient;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import org.huizhen.server.core.ApiException;

/** How well a registered patient is known. */
public enum IdentityKind {
    KNOWN("known"),
    /** Brought in without name or papers (无名氏): named later by a correction. */
    UNKNOWN("unknown"),
    /** Has no name and no number yet: called after the mother. */
    NEWBORN("newborn");

    private final String identifier;

    IdentityKind(String identifier) {
        this.identifier = identifier;
    }

    @JsonValue
    public String identifier() {
        return identifier;
    }

    @JsonCreator
    static IdentityKind of(String identifier) {
        for (IdentityKind kind : values()) {
            if (kind.identifier.equals(identifier)) {
                return kind;
            }
        }
        throw ApiException.invalid("identityKind", "unknown", "known, unknown, newborn");
    }
}
