package org.huizhen.server.reading;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * Where a reading request stands (mission.md). {@code amending} on the wire is two states here, since an amendment is
 * written and reviewed like a first report while the final version stays in force.
 */
enum RequestState {
    /** Being prepared at the clinic. */
    DRAFT("draft", "draft"),
    /** Waits for a reader. */
    SUBMITTED("submitted", "submitted"),
    /** A reader holds the lease and writes. */
    CLAIMED("claimed", "claimed"),
    /** An emergency preliminary report is out; the full one is still to be written. */
    PRELIMINARY("preliminary", "preliminary"),
    /** Waits for, or is held by, a reviewer. */
    WRITTEN("written", "written"),
    /** Signed. */
    FINAL("final", "final"),
    /** A new version is to be written. */
    AMENDING("amending", "amending"),
    /** A new version waits for its reviewer. */
    AMENDMENT_WRITTEN("amendmentWritten", "amending"),
    /** Sent back to the clinic, which mends and resubmits. */
    RETURNED("returned", "returned"),
    /** Given up before it was final. */
    CANCELLED("cancelled", "cancelled"),
    /** The report has been withdrawn: wrong patient. */
    VOIDED("voided", "voided");

    private final String stored;
    private final String status;

    RequestState(String stored, String status) {
        this.stored = stored;
        this.status = status;
    }

    /** What the table holds. */
    String stored() {
        return stored;
    }

    /** What the API says. */
    String status() {
        return status;
    }

    static RequestState ofStored(String stored) {
        return Arrays.stream(values())
                .filter(state -> state.stored.equals(stored))
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("reading_request.state " + stored));
    }

    /** The stored names behind a status of the API; empty when there is no such status. */
    static List<String> storedOf(String status) {
        return Arrays.stream(values())
                .filter(state -> state.status.equals(status))
                .map(RequestState::stored)
                .toList();
    }

    /** What a claim in this state is for; empty where nothing can be claimed. */
    Optional<LeasePurpose> step() {
        return switch (this) {
            case SUBMITTED, CLAIMED, PRELIMINARY, AMENDING -> Optional.of(LeasePurpose.WRITE);
            case WRITTEN, AMENDMENT_WRITTEN -> Optional.of(LeasePurpose.REVIEW);
            case DRAFT, FINAL, RETURNED, CANCELLED, VOIDED -> Optional.empty();
        };
    }

    boolean amendment() {
        return this == AMENDING || this == AMENDMENT_WRITTEN;
    }
}
