package org.huizhen.server.reading;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.UUID;
import org.huizhen.server.core.Purpose;
import org.huizhen.server.core.ReadingRequestId;
import org.huizhen.server.core.ReportId;

/** A request as the API shows it; null and empty fields are left out. */
record RequestView(
        ReadingRequestId id,
        long version,
        String status,
        Priority priority,
        Purpose purpose,
        ReadingMode mode,
        String modality,
        LeasePurpose step,
        StudyView study,
        PatientView patient,
        OrganizationView organization,
        PersonRef claimedBy,
        Lease lease,
        PersonRef writer,
        PersonRef reviewer,
        Instant submittedAt,
        Instant dueAt,
        Long secondsLeft,
        Boolean dueEstimated,
        String clinicalInfo,
        String returnReason,
        String cancelReason,
        String amendReason,
        String voidReason,
        String reviewComment,
        List<ItemView> itemChoices,
        Instant finalAt,
        Instant openedAt,
        ReportId reportId,
        PreliminaryView preliminary,
        Integer missedLevel,
        LateView lateImages) {

    /** An emergency preliminary report that waits for its review. */
    record PreliminaryView(Instant issuedAt, Instant reviewDueAt, boolean overdue) {}

    /** Images that came after the signature and that no reader has looked at. */
    record LateView(Instant at, int received, int signed) {}

    record Completeness(int received, int announced, OptionalInt expected, String certainty) {}

    record StudyView(
            UUID id,
            String studyInstanceUid,
            String description,
            String bodyPart,
            String accessionNumber,
            Instant studyDate,
            String state,
            boolean matched,
            Completeness completeness,
            int conflicts,
            Long clockAheadMinutes) {}

    record PatientView(UUID id, String name, String sex, LocalDate birthDate) {
        /** Absent while the study is unmatched and names nobody. */
        static PatientView of(StudyFacts study) {
            return study.patient()
                    .map(id -> new PatientView(
                            id.value(), study.patientName(), study.patientSex(), study.patientBirthDate()))
                    .orElse(null);
        }
    }

    record OrganizationView(UUID id, String name) {
        static OrganizationView of(StudyFacts study) {
            return new OrganizationView(study.organization().value(), study.organizationName());
        }
    }

    record ItemView(String code, String name) {}

    /**
     * @param head of the report, null before the first draft
     * @param inside whether the viewer belongs to those who read: review comments are not for the clinic
     */
    static RequestView of(
            ReadingRequest request,
            StudyFacts study,
            Reports.Head head,
            List<ReportItems.Item> choices,
            boolean inside,
            Instant now) {
        Optional<Instant> due = request.due();
        return new RequestView(
                request.id(),
                request.version,
                request.state.status(),
                request.priority,
                request.purpose,
                request.origin.mode(),
                request.modality,
                request.state.step().orElse(null),
                study(study),
                PatientView.of(study),
                OrganizationView.of(study),
                request.lease == null ? null : request.lease.holder(),
                request.lease,
                request.written == null ? null : request.written.person(),
                request.reviewer,
                request.submittedAt,
                due.orElse(null),
                due.map(at -> Math.ceilDiv(Duration.between(now, at).toMillis(), 1000L))
                        .orElse(null),
                due.isPresent() ? !request.clockStarted : null,
                request.clinicalInfo,
                request.reasons.returned(),
                request.reasons.cancelled(),
                request.reasons.amended(),
                request.reasons.voided(),
                inside ? request.reasons.reviewComment() : null,
                choices.isEmpty()
                        ? null
                        : choices.stream()
                                .map(item -> new ItemView(item.code(), item.name()))
                                .toList(),
                request.finalAt,
                head == null ? null : head.openedAt(),
                head == null || !head.issued() ? null : head.id(),
                preliminary(request, now),
                due.isEmpty() || request.missedLevel == 0 ? null : request.missedLevel,
                request.lateAt == null
                        ? null
                        : new LateView(request.lateAt, study.received(), request.signedInstances));
    }

    private static PreliminaryView preliminary(ReadingRequest request, Instant now) {
        ReadingRequest.Preliminary out = request.preliminary;
        return out == null || request.due().isEmpty()
                ? null
                : new PreliminaryView(out.at(), out.dueAt(), out.dueAt().isBefore(now));
    }

    private static StudyView study(StudyFacts study) {
        return new StudyView(
                study.id().value(),
                study.studyInstanceUid(),
                study.description(),
                study.bodyPart(),
                study.accessionNumber(),
                study.studyAt(),
                study.state(),
                study.matched(),
                new Completeness(study.received(), study.announced(), study.expected(), study.certainty()),
                study.conflicts(),
                study.clockAhead().map(Duration::toMinutes).orElse(null));
    }
}
