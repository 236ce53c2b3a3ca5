package org.huizhen.server.reading;

import java.time.Instant;
import java.time.LocalDate;
import org.huizhen.server.core.ReportId;

/**
 * One version of a report with all that its paper shows; absent values are null.
 *
 * @param status preliminary, final, superseded or voided
 * @param organization the clinic that asked
 * @param readingOrganization the one that signed: the heading
 * @param digest SHA-256 of what the signatures stand for, hexadecimal
 */
public record PrintedReport(
        ReportId id,
        int number,
        String status,
        String organization,
        String readingOrganization,
        Patient patient,
        Examination examination,
        String clinicalInfo,
        String findings,
        String conclusion,
        Boolean positive,
        String mark,
        Signature written,
        Signature reviewed,
        String amendReason,
        String incompleteReason,
        String voidReason,
        String digest) {

    /** @param sex male, female, other or unknown */
    public record Patient(String name, String sex, LocalDate birthDate) {}

    /** @param item of recognition, null where none fits */
    public record Examination(
            String modality, String bodyPart, String description, String item, String accessionNumber, Instant at) {}

    public record Signature(String name, Instant at) {}

    static PrintedReport of(ReportView view, StudyFacts study, String digest) {
        return new PrintedReport(
                view.id(),
                view.number(),
                view.status(),
                view.organization().name(),
                view.readingOrganization().name(),
                new Patient(study.patientName(), study.patientSex(), study.patientBirthDate()),
                new Examination(
                        view.modality(),
                        study.bodyPart(),
                        study.description(),
                        view.item() == null ? null : view.item().name(),
                        study.accessionNumber(),
                        study.studyAt()),
                view.clinicalInfo(),
                view.findings(),
                view.conclusion(),
                view.positive(),
                view.mark(),
                signature(view.written()),
                signature(view.reviewed()),
                view.amendReason(),
                view.incompleteReason(),
                view.voidReason(),
                digest);
    }

    private static Signature signature(SignedReport.Signature signature) {
        return signature == null ? null : new Signature(signature.person().name(), signature.at());
    }
}
