package org.huizhen.server.imaging.ingest;

import java.util.Optional;
import org.huizhen.server.core.OrganizationId;
import org.huizhen.server.core.PatientId;
import org.huizhen.server.core.StudyId;

/** A locked row of the table of studies, as far as ingest and completeness decide by it. */
record StudyRow(
        StudyId id,
        String uid,
        OrganizationId organization,
        Optional<PatientId> patient,
        boolean matched,
        String sentPatientId,
        long sentPatientKey,
        String state,
        boolean finished,
        int received,
        int announced,
        Optional<Integer> expected,
        long version) {

    boolean arriving() {
        return state.equals("arriving");
    }
}
