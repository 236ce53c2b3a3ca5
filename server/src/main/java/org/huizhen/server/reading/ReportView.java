package org.huizhen.server.reading;

import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.huizhen.server.core.ReadingRequestId;
import org.huizhen.server.core.ReportId;

/** One issued version as the API shows it; a withdrawn one says only that and why. */
record ReportView(
        ReportId id,
        long version,
        int number,
        String status,
        Boolean amending,
        ReadingRequestId readingRequestId,
        UUID studyId,
        RequestView.PatientView patient,
        RequestView.OrganizationView organization,
        RequestView.OrganizationView readingOrganization,
        String modality,
        String accessionNumber,
        Instant studyDate,
        String clinicalInfo,
        String findings,
        String conclusion,
        Boolean positive,
        ImageQuality imageQuality,
        RequestView.ItemView item,
        List<ReportContent.Measurement> measurements,
        String mark,
        SignedReport.Signature written,
        SignedReport.Signature reviewed,
        Boolean singleSignature,
        String incompleteReason,
        String amendReason,
        String voidReason,
        Instant voidedAt,
        List<ReportVersionNotes.Confirmation> confirmations,
        ReportContent correctedFrom,
        Boolean acknowledge) {

    /** @param writerOrganization name of the organization the writer signed for */
    static ReportView of(
            Reports.Head head,
            SignedReport signed,
            ReadingRequest request,
            StudyFacts study,
            String writerOrganization,
            String mark) {
        boolean voided = head.status().equals("voided");
        ReportContent content = signed.content();
        boolean noItem = content.itemCode() == null || content.itemCode().equals(ReportItems.NONE);
        return new ReportView(
                head.id(),
                head.version(),
                signed.number(),
                status(head, signed),
                request.state.amendment() ? true : null,
                request.id(),
                study.id().value(),
                RequestView.PatientView.of(study),
                RequestView.OrganizationView.of(study),
                new RequestView.OrganizationView(signed.writerOrganization().value(), writerOrganization),
                request.modality,
                study.accessionNumber(),
                study.studyAt(),
                request.clinicalInfo,
                voided ? null : content.findings(),
                voided ? null : content.conclusion(),
                voided ? null : content.positive(),
                voided ? null : content.imageQuality(),
                voided || noItem ? null : new RequestView.ItemView(content.itemCode(), signed.itemName()),
                voided || content.measurements().isEmpty() ? null : content.measurements(),
                voided ? null : mark,
                signed.written(),
                signed.review(),
                signed.singleSignature() ? true : null,
                signed.incompleteReason(),
                signed.amendReason(),
                head.voidReason(),
                head.voidedAt(),
                null,
                null,
                null);
    }

    /**
     * @param confirmations rules gone past at the signature
     * @param correctedFrom what the writer had written, for those who read; else null
     * @param acknowledge whether the viewer has yet to say that they know of this version
     */
    ReportView with(
            List<ReportVersionNotes.Confirmation> confirmations, ReportContent correctedFrom, boolean acknowledge) {
        return new ReportView(
                id,
                version,
                number,
                status,
                amending,
                readingRequestId,
                studyId,
                patient,
                organization,
                readingOrganization,
                modality,
                accessionNumber,
                studyDate,
                clinicalInfo,
                findings,
                conclusion,
                positive,
                imageQuality,
                item,
                measurements,
                mark,
                written,
                reviewed,
                singleSignature,
                incompleteReason,
                amendReason,
                voidReason,
                voidedAt,
                confirmations.isEmpty() ? null : confirmations,
                correctedFrom,
                acknowledge ? true : null);
    }

    private static String status(Reports.Head head, SignedReport signed) {
        if (head.status().equals("voided")) {
            return "voided";
        }
        if (signed.number() != head.number()) {
            return "superseded";
        }
        return signed.preliminary() ? "preliminary" : "final";
    }
}
