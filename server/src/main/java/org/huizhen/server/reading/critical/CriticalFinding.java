package org.huizhen.server.reading.critical;

import java.time.Duration;
import java.time.Instant;
import java.util.UUID;
import org.huizhen.server.core.CriticalFindingId;
import org.huizhen.server.core.OrganizationId;
import org.huizhen.server.core.StudyId;

/** One critical finding and where it stands; confined to the transaction that holds its row. */
final class CriticalFinding {
    static final String CRITICAL = "critical";

    /** What is fixed at the raising. */
    record Origin(
            CriticalFindingId id,
            OrganizationId organization,
            StudyId study,
            String level,
            String itemCode,
            String itemName,
            String finding,
            UUID raisedBy,
            String raisedByName,
            Instant raisedAt) {}

    /** Who answered, how, and the words they read back. */
    record Acknowledgement(String by, String via, String readBack, Instant at) {}

    /** Who at the patient's side was told, and by whom. */
    record Reached(String by, String whom, String note, Instant at) {}

    record Handled(String by, String handling, Instant at) {}

    final Origin origin;
    long version;
    CriticalState state = CriticalState.RAISED;
    int turn;
    Instant nextCallAt;
    Acknowledgement acknowledgement;
    Reached reached;
    Handled handled;
    String withdrawReason;

    CriticalFinding(Origin origin) {
        this.origin = origin;
    }

    CriticalFindingId id() {
        return origin.id();
    }

    boolean hasClock() {
        return origin.level().equals(CRITICAL);
    }

    /** The next contact's turn; their time begins now. */
    void nextTurn(Instant now, Duration patience) {
        turn++;
        waitFrom(now, patience);
    }

    void waitFrom(Instant now, Duration patience) {
        nextCallAt = hasClock() ? now.plus(patience) : null;
    }

    /** Told but not yet read back; told again it stays so. */
    void notified() {
        if (state != CriticalState.NOTIFIED) {
            state = state.to(CriticalState.NOTIFIED);
        }
    }

    void acknowledge(Acknowledgement answer) {
        state = state.to(CriticalState.ACKNOWLEDGED);
        acknowledgement = answer;
        nextCallAt = null;
    }

    void reach(Reached patient) {
        state = state.to(CriticalState.PATIENT_REACHED);
        reached = patient;
    }

    void handle(Handled done) {
        state = state.to(CriticalState.HANDLED);
        handled = done;
    }

    void withdraw(String reason) {
        state = state.to(CriticalState.WITHDRAWN);
        withdrawReason = reason;
        nextCallAt = null;
    }
}
