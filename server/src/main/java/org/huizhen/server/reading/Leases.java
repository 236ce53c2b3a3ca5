package org.huizhen.server.reading;

import java.time.Duration;
import java.util.List;
import java.util.OptionalLong;
import org.huizhen.server.access.Permission;
import org.huizhen.server.core.Actor;
import org.huizhen.server.core.ApiException;
import org.huizhen.server.core.ErrorCode;
import org.huizhen.server.core.ReadingRequestId;
import org.huizhen.server.database.Database;

/** Claims: one reader at a time, renewed while the case is open, let go in silence, taken over by a senior. */
final class Leases {
    private static final Actor CLOCK = new Actor.Server("reading-leases");
    private static final int BATCH = 50;

    private final Database database;
    private final RequestDesk desk;
    private final SecondPerson secondPerson;
    private final Duration length;

    Leases(Database database, RequestDesk desk, SecondPerson secondPerson, Duration length) {
        this.database = database;
        this.desk = desk;
        this.secondPerson = secondPerson;
        this.length = length;
    }

    ReadingRequest claim(Actor.Person actor, ReadingRequestId id, OptionalLong ifMatch) {
        return desk.change(actor, id, ifMatch, Permission.READING_CLAIM, open -> {
            requireFit(open, actor, RequestAction.CLAIM);
            open.request().claim(PersonRef.of(actor), open.transaction().now(), length);
            return RequestEvent.CLAIMED;
        });
    }

    /** Longer, without a new version: nobody else needs to hear of it. */
    ReadingRequest renew(Actor.Person actor, ReadingRequestId id) {
        return database.write(transaction -> {
            RequestDesk.Case open = desk.open(transaction, actor, id, Permission.READING_CLAIM);
            ReadingRequest request = open.request();
            if (request.lease == null && request.state.step().isPresent()) {
                throw new ApiException(ErrorCode.NOT_CLAIMED);
            }
            RequestTransitions.require(request.state, RequestAction.RENEW);
            request.requireHeldBy(actor.userId());
            request.claim(PersonRef.of(actor), transaction.now(), length);
            ReadingRequests.renew(transaction.handle(), id, request.lease.until());
            return request;
        });
    }

    ReadingRequest release(Actor.Person actor, ReadingRequestId id, OptionalLong ifMatch) {
        return desk.change(actor, id, ifMatch, Permission.READING_CLAIM, open -> {
            ReadingRequest request = open.request();
            if (request.lease == null && request.state.step().isPresent()) {
                throw new ApiException(ErrorCode.NOT_CLAIMED);
            }
            request.release(actor.userId());
            return RequestEvent.RELEASED;
        });
    }

    /** Once its target is missed the next reader may do it; before that a senior only. */
    ReadingRequest takeOver(Actor.Person actor, ReadingRequestId id, OptionalLong ifMatch, String reason) {
        return desk.change(actor, id, ifMatch, Permission.READING_CLAIM, open -> {
            if (open.request().missedLevel == 0) {
                desk.require(open, Permission.READING_TAKE_OVER);
            }
            if (open.request().lease == null && open.request().state.step().isPresent()) {
                throw new ApiException(ErrorCode.NOT_CLAIMED);
            }
            requireFit(open, actor, RequestAction.TAKE_OVER);
            open.request().takeOver(PersonRef.of(actor), open.transaction().now(), length);
            desk.note(open, "reading.takeOverReason", reason);
            return RequestEvent.TAKEN_OVER;
        });
    }

    /** Lets go what has been silent too long. Returns how many. */
    int expire() {
        database.run(transaction -> ReadingRequests.shortenLeases(transaction, length));
        int total = 0;
        int found;
        do {
            found = database.write(transaction -> {
                List<ReadingRequest> lapsed = ReadingRequests.lockLapsed(transaction, BATCH);
                for (ReadingRequest request : lapsed) {
                    request.expireLease(transaction.now());
                    StudyFacts study = Studies.get(transaction.handle(), request.origin.study());
                    desk.close(new RequestDesk.Case(transaction, request, study, CLOCK), RequestEvent.EXPIRED);
                }
                return lapsed.size();
            });
            total += found;
        } while (found == BATCH);
        return total;
    }

    /** State first, then the two-person rule, then the right for this step; the lease is looked at afterwards. */
    private void requireFit(RequestDesk.Case open, Actor.Person actor, RequestAction action) {
        ReadingRequest request = open.request();
        RequestState next = RequestTransitions.require(request.state, action);
        if (next.step().orElseThrow() == LeasePurpose.REVIEW) {
            secondPerson.require(open, actor);
            desk.require(open, Permission.READING_REVIEW);
            return;
        }
        desk.require(open, Permission.READING_WRITE);
        boolean clinicWrites = request.origin.mode() == ReadingMode.B;
        if (clinicWrites && !actor.organizationId().equals(request.origin.organization())) {
            throw new ApiException(ErrorCode.NOT_ALLOWED);
        }
    }
}
