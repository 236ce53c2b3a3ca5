package org.huizhen.server.imaging.ingest;

import java.util.Optional;
import org.huizhen.server.blob.StagedBlob;

/**
 * One part of a request after its last byte.
 *
 * @param uids as far as they could be read, for the answer
 * @param device who issued the Patient ID: AE title and address of the device, as told
 */
record Arrival(Uids uids, String device, Content content) {

    /** SOP Class, SOP Instance and Study Instance UID; empty where they could not be read. */
    record Uids(String sopClass, String sopInstance, String study) {
        static final Uids NONE = new Uids("", "", "");
    }

    sealed interface Content permits Readable, Unreadable {}

    /** On disk, sealed, understood. */
    record Readable(StagedBlob blob, byte[] digest, InstanceIndex index, byte[] header) implements Content {}

    record Unreadable(FailureReason reason) implements Content {}

    static Arrival failed(Uids uids, String device, FailureReason reason) {
        return new Arrival(uids, device, new Unreadable(reason));
    }

    Optional<Readable> readable() {
        return content instanceof Readable readable ? Optional.of(readable) : Optional.empty();
    }
}
