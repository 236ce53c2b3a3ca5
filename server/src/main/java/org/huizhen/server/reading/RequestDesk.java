package org.huizhen.server.reading;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.util.OptionalLong;
import java.util.function.Function;
import org.huizhen.server.access.Access;
import org.huizhen.server.access.Permission;
import org.huizhen.server.audit.AuditEntry;
import org.huizhen.server.audit.AuditLog;
import org.huizhen.server.core.Actor;
import org.huizhen.server.core.ApiException;
import org.huizhen.server.core.ErrorCode;
import org.huizhen.server.core.Event;
import org.huizhen.server.core.ReadingRequestId;
import org.huizhen.server.database.Database;
import org.huizhen.server.database.Transaction;

/**
 * How every change of a request goes: lock, ask access, compare the version, let go a lapsed lease, change, save, audit,
 * publish, all in one transaction.
 */
final class RequestDesk {
    /** A request in the hands of one transaction. */
    record Case(Transaction transaction, ReadingRequest request, StudyFacts study, Actor actor) {}

    /** Changes the request and says what happened. */
    @FunctionalInterface
    interface Change {
        RequestEvent apply(Case open);
    }

    private final Database database;
    private final Access access;
    private final AuditLog audit;

    RequestDesk(Database database, Access access, AuditLog audit) {
        this.database = database;
        this.access = access;
        this.audit = audit;
    }

    /**
     * @param ifMatch the version the change is based on
     * @throws ApiException {@code not-found}, {@code not-allowed}, {@code stale-version}, and what the change refuses
     */
    ReadingRequest change(
            Actor.Person actor, ReadingRequestId id, OptionalLong ifMatch, Permission permission, Change change) {
        return database.write(transaction -> {
            Case open = open(transaction, actor, id, permission);
            requireVersion(ifMatch, open.request().version);
            close(open, change.apply(open));
            return open.request();
        });
    }

    /** Locks the request for a change that {@link #close} ends. */
    Case open(Transaction transaction, Actor.Person actor, ReadingRequestId id, Permission permission) {
        ReadingRequest request =
                ReadingRequests.lock(transaction, id).orElseThrow(() -> new ApiException(ErrorCode.NOT_FOUND));
        StudyFacts study = Studies.get(transaction.handle(), request.origin.study());
        access.require(transaction.handle(), actor, permission, study.subject());
        request.expireLease(transaction.now());
        return new Case(transaction, request, study, actor);
    }

    <T> T write(Function<Transaction, T> change) {
        return database.write(change::apply);
    }

    /** An audit row beside that of a change. */
    void note(Case open, String action) {
        audit.record(
                open.transaction(),
                AuditEntry.success(open.actor(), action)
                        .about("readingRequest", open.request().id()));
    }

    /** The same with the words somebody gave for it. */
    void note(Case open, String action, String reason) {
        audit.record(
                open.transaction(),
                AuditEntry.success(open.actor(), action)
                        .about("readingRequest", open.request().id())
                        .with("reason", reason));
    }

    /** Asks for a further permission on the same request. */
    void require(Case open, Permission permission) {
        access.require(
                open.transaction().handle(),
                open.actor(),
                permission,
                open.study().subject());
    }

    /** Saves, audits, publishes. */
    void close(Case open, RequestEvent happened) {
        ReadingRequests.save(open.transaction(), open.request());
        record(open, happened);
    }

    /** Audits and publishes what has been saved already. */
    void record(Case open, RequestEvent happened) {
        ReadingRequest request = open.request();
        AuditEntry entry = AuditEntry.success(open.actor(), happened.action())
                .about("readingRequest", request.id())
                .with("state", request.state.status());
        audit.record(
                open.transaction(), open.study().patient().map(entry::ofPatient).orElse(entry));
        open.transaction()
                .publish(Event.of(
                        happened.type(),
                        "readingRequest",
                        request.id(),
                        request.version,
                        request.origin.organization(),
                        open.transaction().now(),
                        JsonNodeFactory.instance
                                .objectNode()
                                .put("studyId", request.origin.study().toString())
                                .put("status", request.state.status())));
    }

    static void requireVersion(OptionalLong ifMatch, long version) {
        if (ifMatch.isPresent() && ifMatch.getAsLong() != version) {
            throw new ApiException(ErrorCode.STALE_VERSION, java.util.Map.of("version", version));
        }
    }
}
