package org.huizhen.server.blob;

import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import org.huizhen.server.core.Id;
import org.huizhen.server.core.Uuids;

/**
 * Identifies a file of the store. The UUID is of version 7: its time makes the folder, so that what arrives together
 * lies together and shares one directory sync.
 */
public record BlobId(UUID value) implements Id {

    public static BlobId next() {
        return new BlobId(Uuids.next());
    }

    /** Empty when the name is not that of a published file. */
    static Optional<BlobId> ofName(String name) {
        try {
            return Optional.of(new BlobId(UUID.fromString(name)));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    /** When the file was published, to the millisecond. */
    public Instant at() {
        return Instant.ofEpochMilli(time());
    }

    /** Milliseconds since 1970 at which the id was drawn. */
    long time() {
        return value.getMostSignificantBits() >>> 16;
    }

    @Override
    public String toString() {
        return value.toString();
    }
}
