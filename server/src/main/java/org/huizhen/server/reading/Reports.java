package org.huizhen.server.reading;

import static org.huizhen.server.reading.Studies.instant;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.huizhen.server.core.Actor;
import org.huizhen.server.core.OrganizationId;
import org.huizhen.server.core.ReadingRequestId;
import org.huizhen.server.core.ReportId;
import org.huizhen.server.core.StudyId;
import org.huizhen.server.core.UserId;
import org.huizhen.server.database.Transaction;
import org.jdbi.v3.core.Handle;

/** The tables of reports: their heads, the draft of each, the issued versions, who opened which. */
final class Reports {
    /** @param number of the version in force; 0 before the first */
    record Head(
            ReportId id,
            long version,
            ReadingRequestId request,
            OrganizationId organization,
            StudyId study,
            String status,
            int number,
            Instant openedAt,
            String voidReason,
            Instant voidedAt) {
        boolean issued() {
            return !status.equals("draft");
        }
    }

    private final ObjectMapper json;

    Reports(ObjectMapper json) {
        this.json = json;
    }

    Head create(Transaction transaction, ReadingRequest request) {
        ReportId id = ReportId.next();
        transaction
                .handle()
                .createUpdate("""
                        insert into report (id, version, reading_request_id, organization_id, study_id, status)
                        values (:id, 1, :request, :organization, :study, 'draft')
                        """)
                .bind("id", id)
                .bind("request", request.id())
                .bind("organization", request.origin.organization())
                .bind("study", request.origin.study())
                .execute();
        return ofRequest(transaction.handle(), request.id()).orElseThrow();
    }

    Optional<Head> find(Handle handle, ReportId id) {
        return handle.createQuery("select * from report where id = :id")
                .bind("id", id)
                .map((row, context) -> head(row))
                .findOne();
    }

    Optional<Head> ofRequest(Handle handle, ReadingRequestId request) {
        return handle.createQuery("select * from report where reading_request_id = :request")
                .bind("request", request)
                .map((row, context) -> head(row))
                .findOne();
    }

    Map<ReadingRequestId, Head> ofRequests(Handle handle, Collection<ReadingRequestId> requests) {
        return handle
                .createQuery("select * from report where reading_request_id = any(:requests)")
                .bindArray(
                        "requests",
                        UUID.class,
                        requests.stream().map(ReadingRequestId::value).toList())
                .map((row, context) -> head(row))
                .stream()
                .collect(Collectors.toMap(Head::request, Function.identity()));
    }

    /** Puts a version in force. Returns the head's new version. */
    long inForce(Transaction transaction, ReportId id, String status, int number) {
        return transaction
                .handle()
                .createQuery("""
                        update report set version = version + 1, status = :status, number = :number, opened_at = null
                        where id = :id returning version
                        """)
                .bind("status", status)
                .bind("number", number)
                .bind("id", id)
                .mapTo(Long.class)
                .one();
    }

    long withdraw(Transaction transaction, ReportId id, String reason) {
        return transaction
                .handle()
                .createQuery("""
                        update report set version = version + 1, status = 'voided', void_reason = :reason,
                          voided_at = :now where id = :id returning version
                        """)
                .bind("reason", reason)
                .bind("now", transaction.now())
                .bind("id", id)
                .mapTo(Long.class)
                .one();
    }

    Optional<ReportDraft> draft(Handle handle, ReportId id) {
        return handle.createQuery("select * from report_draft where report_id = :id")
                .bind("id", id)
                .map((row, context) -> new ReportDraft(
                        id,
                        row.getLong("version"),
                        content(row.getString("content")),
                        Arrays.stream((UUID[]) row.getArray("contributors").getArray())
                                .map(UserId::new)
                                .collect(Collectors.toSet()),
                        instant(row, "saved_at"),
                        new PersonRef(
                                new UserId(row.getObject("saved_by", UUID.class)), row.getString("saved_by_name"))))
                .findOne();
    }

    void saveDraft(Transaction transaction, ReportDraft draft) {
        transaction
                .handle()
                .createUpdate("""
                        insert into report_draft (report_id, version, content, contributors, saved_at, saved_by, saved_by_name)
                        values (:id, :version, cast(:content as jsonb), :contributors, :at, :by, :byName)
                        on conflict (report_id) do update set version = excluded.version, content = excluded.content,
                          contributors = excluded.contributors, saved_at = excluded.saved_at, saved_by = excluded.saved_by,
                          saved_by_name = excluded.saved_by_name
                        """)
                .bind("id", draft.reportId())
                .bind("version", draft.version())
                .bind("content", text(draft.content()))
                .bindArray("contributors", UUID.class, ids(draft.contributors()))
                .bind("at", draft.savedAt())
                .bind("by", draft.savedBy().id())
                .bind("byName", draft.savedBy().name())
                .execute();
    }

    void issue(Transaction transaction, SignedReport signed) {
        String content = text(signed.content());
        SignedReport.Signature review = signed.review();
        transaction
                .handle()
                .createUpdate("""
                        insert into report_version (report_id, number, kind, content, item_code, item_name, image_quality,
                          positive, writer_id, writer_name, writer_organization_id, written_at, reviewer_id, reviewer_name,
                          reviewed_at, single_signature, incomplete_reason, amend_reason, digest)
                        values (:id, :number, :kind, cast(:content as jsonb), :item, :itemName, :quality, :positive, :writer,
                          :writerName, :writerOrganization, :writtenAt, :reviewer, :reviewerName, :reviewedAt, :single,
                          :incomplete, :amend, :digest)
                        """)
                .bind("id", signed.reportId())
                .bind("number", signed.number())
                .bind("kind", signed.preliminary() ? "preliminary" : "final")
                .bind("content", content)
                .bind("item", signed.content().itemCode())
                .bind("itemName", signed.itemName())
                .bind("quality", signed.content().imageQuality().identifier())
                .bind("positive", signed.content().positive())
                .bind("writer", signed.written().person().id())
                .bind("writerName", signed.written().person().name())
                .bind("writerOrganization", signed.writerOrganization())
                .bind("writtenAt", signed.written().at())
                .bind("reviewer", review == null ? null : review.person().id().value())
                .bind("reviewerName", review == null ? null : review.person().name())
                .bind("reviewedAt", review == null ? null : review.at())
                .bind("single", signed.singleSignature())
                .bind("incomplete", signed.incompleteReason())
                .bind("amend", signed.amendReason())
                .bind("digest", signed.digest(content))
                .execute();
    }

    /** All issued versions, the newest first. */
    List<SignedReport> versions(Handle handle, ReportId id) {
        return handle.createQuery("select * from report_version where report_id = :id order by number desc")
                .bind("id", id)
                .map((row, context) -> signed(row))
                .list();
    }

    /** Remembers who opened the version; true when it is the first opening by the clinic that asked. */
    boolean opened(Transaction transaction, Head head, Actor.Person person) {
        int fresh = transaction
                .handle()
                .createUpdate("""
                        insert into report_opening (report_id, number, session_id, user_id, organization_id, opened_at)
                        values (:id, :number, :session, :user, :organization, :now) on conflict do nothing
                        """)
                .bind("id", head.id())
                .bind("number", head.number())
                .bind("session", person.sessionId())
                .bind("user", person.userId())
                .bind("organization", person.organizationId())
                .bind("now", transaction.now())
                .execute();
        if (fresh == 0 || !person.organizationId().equals(head.organization())) {
            return false;
        }
        return transaction
                        .handle()
                        .createUpdate("update report set opened_at = :now where id = :id and opened_at is null")
                        .bind("now", transaction.now())
                        .bind("id", head.id())
                        .execute()
                == 1;
    }

    private SignedReport signed(ResultSet row) throws SQLException {
        UUID reviewer = row.getObject("reviewer_id", UUID.class);
        return new SignedReport(
                new ReportId(row.getObject("report_id", UUID.class)),
                row.getInt("number"),
                row.getString("kind").equals("preliminary"),
                content(row.getString("content")),
                row.getString("item_name"),
                new SignedReport.Signature(
                        new PersonRef(new UserId(row.getObject("writer_id", UUID.class)), row.getString("writer_name")),
                        instant(row, "written_at")),
                new OrganizationId(row.getObject("writer_organization_id", UUID.class)),
                reviewer == null
                        ? null
                        : new SignedReport.Signature(
                                new PersonRef(new UserId(reviewer), row.getString("reviewer_name")),
                                instant(row, "reviewed_at")),
                row.getBoolean("single_signature"),
                row.getString("incomplete_reason"),
                row.getString("amend_reason"));
    }

    private static Head head(ResultSet row) throws SQLException {
        return new Head(
                new ReportId(row.getObject("id", UUID.class)),
                row.getLong("version"),
                new ReadingRequestId(row.getObject("reading_request_id", UUID.class)),
                new OrganizationId(row.getObject("organization_id", UUID.class)),
                new StudyId(row.getObject("study_id", UUID.class)),
                row.getString("status"),
                row.getInt("number"),
                instant(row, "opened_at"),
                row.getString("void_reason"),
                instant(row, "voided_at"));
    }

    private ReportContent content(String text) {
        try {
            return json.readValue(text, ReportContent.class);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a report's content cannot be read", e);
        }
    }

    private String text(ReportContent content) {
        try {
            return json.writeValueAsString(content);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }

    private static List<UUID> ids(Set<UserId> people) {
        return people.stream().map(UserId::value).sorted().toList();
    }
}
