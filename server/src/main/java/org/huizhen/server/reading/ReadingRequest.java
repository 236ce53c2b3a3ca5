package org.huizhen.server.reading;

import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.huizhen.server.core.ApiException;
import org.huizhen.server.core.ErrorCode;
import org.huizhen.server.core.OrganizationId;
import org.huizhen.server.core.Purpose;
import org.huizhen.server.core.ReadingRequestId;
import org.huizhen.server.core.StudyId;
import org.huizhen.server.core.UserId;

/**
 * One request with its lease: the rules that need nothing but itself. Belongs to the transaction that loaded it; what is
 * changed here is written by {@link ReadingRequests#save}.
 */
final class ReadingRequest {
    /** What is fixed when a request is filed. */
    record Origin(
            ReadingRequestId id,
            OrganizationId organization,
            StudyId study,
            ReadingMode mode,
            UserId filedBy,
            Instant filedAt,
            Instant arrivedAt) {}

    /** Words that people gave for what they did; null where nobody has. */
    record Reasons(String returned, String cancelled, String amended, String voided, String reviewComment) {
        static final Reasons NONE = new Reasons(null, null, null, null, null);
    }

    /**
     * Who finished writing, for whom, and when.
     *
     * @param leaseUntil how long their lease would have lasted
     */
    record Authorship(PersonRef person, OrganizationId organization, Instant at, Instant leaseUntil) {}

    /**
     * An emergency preliminary report is out and waits for its review.
     *
     * @param alarmAt when it became an alarm; null while in time
     */
    record Preliminary(Instant at, Instant dueAt, Instant alarmAt) {
        Preliminary alarmed(Instant now) {
            return new Preliminary(at, dueAt, now);
        }
    }

    final Origin origin;
    long version;
    RequestState state;
    String modality;
    String bodyPart;
    Priority priority;
    Purpose purpose;
    String clinicalInfo;
    Instant submittedAt;
    Instant dueAt;
    boolean clockStarted;
    Lease lease;
    Authorship written;
    PersonRef reviewer;
    Instant finalAt;
    Reasons reasons = Reasons.NONE;
    /** Null unless one stands unreviewed. */
    Preliminary preliminary;
    /** 0: in time; 1: the next reader has been called; 2: the head of the center too. */
    int missedLevel;
    /** Instances that the signature covers; null before it. */
    Integer signedInstances;
    /** When more of them came; null when none did, or a reader has looked at them. */
    Instant lateAt;

    ReadingRequest(Origin origin) {
        this.origin = origin;
    }

    ReadingRequestId id() {
        return origin.id();
    }

    /** Follows the table. @throws ApiException {@code wrong-state} */
    void move(RequestAction action) {
        state = RequestTransitions.require(state, action);
    }

    /** A lease that nobody renewed no longer counts, whether or not the job has come by. Returns whether it ran out. */
    boolean expireLease(Instant now) {
        if (lease == null || lease.standsAt(now)) {
            return false;
        }
        lease = null;
        state = RequestTransitions.next(state, RequestAction.EXPIRE).orElse(state);
        return true;
    }

    /** Takes or keeps the lease. @throws ApiException {@code wrong-state}, {@code already-claimed} */
    void claim(PersonRef reader, Instant now, Duration length) {
        RequestState next = RequestTransitions.require(state, RequestAction.CLAIM);
        if (lease != null && !lease.heldBy(reader.id())) {
            throw alreadyClaimed();
        }
        hold(reader, now, length, next);
    }

    /** Takes the lease from whoever holds it. @throws ApiException {@code wrong-state}, {@code not-claimed} */
    void takeOver(PersonRef senior, Instant now, Duration length) {
        RequestState next = RequestTransitions.require(state, RequestAction.TAKE_OVER);
        if (lease == null) {
            throw new ApiException(ErrorCode.NOT_CLAIMED);
        }
        hold(senior, now, length, next);
    }

    private void hold(PersonRef reader, Instant now, Duration length, RequestState next) {
        lease = new Lease(reader, now.plus(length), next.step().orElseThrow());
        state = next;
    }

    /** @throws ApiException {@code not-claimed}, or {@code already-claimed} when somebody else holds it */
    void requireHeldBy(UserId person) {
        if (lease == null) {
            throw new ApiException(ErrorCode.NOT_CLAIMED);
        }
        if (!lease.heldBy(person)) {
            throw alreadyClaimed();
        }
    }

    /** Gives the lease back. */
    void release(UserId person) {
        RequestState next = RequestTransitions.require(state, RequestAction.RELEASE);
        requireHeldBy(person);
        lease = null;
        state = next;
    }

    /** The writer is done; their lease ends. */
    void write(PersonRef person, OrganizationId organization, Instant now) {
        RequestState next = RequestTransitions.require(state, RequestAction.WRITE);
        requireHeldBy(person.id());
        written = new Authorship(person, organization, now, lease.until());
        lease = null;
        state = next;
    }

    /** Back to the writer while their lease would still stand, else to the list. */
    void sendBack(String comment, Instant now, Duration length) {
        boolean writerHolds = written != null && now.isBefore(written.leaseUntil());
        RequestState next = RequestTransitions.require(
                state, writerHolds ? RequestAction.SEND_BACK_TO_WRITER : RequestAction.SEND_BACK_TO_LIST);
        lease = writerHolds ? new Lease(written.person(), now.plus(length), LeasePurpose.WRITE) : null;
        state = next;
        reasons = new Reasons(reasons.returned(), reasons.cancelled(), reasons.amended(), reasons.voided(), comment);
    }

    /** The draft goes out; its review has a clock of its own. A second one does not set it back. */
    void preliminary(Instant now, Duration review) {
        move(RequestAction.ISSUE_PRELIMINARY);
        if (preliminary == null) {
            preliminary = new Preliminary(now, now.plus(review), null);
        }
    }

    /** Signed: nothing is held, nothing is due. */
    void approve(PersonRef person, Instant now, int instances) {
        move(RequestAction.APPROVE);
        lease = null;
        preliminary = null;
        missedLevel = 0;
        signedInstances = instances;
        lateAt = null;
        reviewer = person;
        finalAt = now;
        reasons = new Reasons(reasons.returned(), reasons.cancelled(), reasons.amended(), reasons.voided(), null);
    }

    void sendToClinic(String reason) {
        move(RequestAction.RETURN);
        lease = null;
        reasons = new Reasons(reason, reasons.cancelled(), reasons.amended(), reasons.voided(), null);
    }

    void cancel(String reason) {
        move(RequestAction.CANCEL);
        lease = null;
        reasons = new Reasons(reasons.returned(), reason, reasons.amended(), reasons.voided(), null);
    }

    /** The signed version stays as it was. */
    void withdrawAmendment(SignedReport inForce) {
        move(RequestAction.WITHDRAW_AMENDMENT);
        lease = null;
        missedLevel = 0;
        written = new Authorship(
                inForce.written().person(),
                inForce.writerOrganization(),
                inForce.written().at(),
                inForce.written().at());
        reviewer = inForce.review().person();
        reasons = new Reasons(reasons.returned(), reasons.cancelled(), inForce.amendReason(), reasons.voided(), null);
    }

    void amend(String reason) {
        move(RequestAction.AMEND);
        written = null;
        reviewer = null;
        missedLevel = 0;
        lateAt = null;
        reasons = new Reasons(reasons.returned(), reasons.cancelled(), reason, reasons.voided(), null);
    }

    void voidReport(String reason) {
        move(RequestAction.VOID);
        lease = null;
        reasons = new Reasons(reasons.returned(), reasons.cancelled(), reasons.amended(), reason, null);
    }

    /** When it is due; empty when nothing is. */
    Optional<Instant> due() {
        return state.step().isPresent() ? Optional.of(dueAt) : Optional.empty();
    }

    private ApiException alreadyClaimed() {
        return new ApiException(ErrorCode.ALREADY_CLAIMED, Map.of("holder", lease.holder(), "until", lease.until()));
    }
}
