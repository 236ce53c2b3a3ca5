package org.huizhen.server.reading.critical;

import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.UUID;
import org.huizhen.server.core.CriticalFindingId;

/** A finding as the API shows it; null fields are left out. */
record CriticalView(
        CriticalFindingId id,
        long version,
        CriticalState status,
        String level,
        ItemView item,
        String finding,
        StudyView study,
        PatientView patient,
        Ref organization,
        UUID readingRequestId,
        Ref raisedBy,
        Instant raisedAt,
        CriticalContacts.Contact contact,
        int escalations,
        Instant nextCallAt,
        CriticalFinding.Acknowledgement acknowledged,
        CriticalFinding.Reached patientReached,
        CriticalFinding.Handled handled,
        String withdrawReason,
        List<CriticalContacts.Contact> contacts,
        List<CriticalSteps.Step> steps) {

    record Ref(UUID id, String name) {}

    record ItemView(String code, String name) {}

    record StudyView(UUID id, String modality, String description, Instant studyDate) {}

    record PatientView(UUID id, String name, String sex, LocalDate birthDate) {}

    static CriticalView of(
            CriticalFinding finding, CriticalStudies.Facts study, List<CriticalContacts.Contact> contacts) {
        CriticalFinding.Origin origin = finding.origin;
        boolean waits = !finding.state.answered();
        return new CriticalView(
                origin.id(),
                finding.version,
                finding.state,
                origin.level(),
                new ItemView(origin.itemCode(), origin.itemName()),
                origin.finding(),
                new StudyView(study.id().value(), study.modality(), study.description(), study.studyAt()),
                study.patient() == null
                        ? null
                        : new PatientView(
                                study.patient(), study.patientName(), study.patientSex(), study.patientBirthDate()),
                new Ref(study.organization().value(), study.organizationName()),
                study.requestId(),
                new Ref(origin.raisedBy(), origin.raisedByName()),
                origin.raisedAt(),
                waits ? current(finding, contacts) : null,
                finding.turn,
                finding.nextCallAt,
                finding.acknowledgement,
                finding.reached,
                finding.handled,
                finding.withdrawReason,
                null,
                null);
    }

    CriticalView with(List<CriticalContacts.Contact> whoToCall, List<CriticalSteps.Step> history) {
        return new CriticalView(
                id,
                version,
                status,
                level,
                item,
                finding,
                study,
                patient,
                organization,
                readingRequestId,
                raisedBy,
                raisedAt,
                contact,
                escalations,
                nextCallAt,
                acknowledged,
                patientReached,
                handled,
                withdrawReason,
                whoToCall,
                history);
    }

    /** Whose turn it is: the list goes round. Null where nobody can be telephoned. */
    static CriticalContacts.Contact current(CriticalFinding finding, List<CriticalContacts.Contact> contacts) {
        return contacts.isEmpty() ? null : contacts.get(finding.turn % contacts.size());
    }
}
