package org.huizhen.server.patient;

import java.util.List;
import org.huizhen.server.access.Access;
import org.huizhen.server.access.Permission;
import org.huizhen.server.core.Actor;
import org.huizhen.server.core.ApiException;
import org.huizhen.server.core.ErrorCode;
import org.huizhen.server.core.MasterPatientId;
import org.jdbi.v3.core.Handle;

/** What the patient pages work with. */
record PatientDesk(Patients patients, PatientLinks links, PatientCandidates candidates, PatientSearch search) {

    /** The group's patients that the actor may see. @throws ApiException {@code not-found}, {@code not-allowed} */
    List<Patient> visible(Handle handle, Access access, Actor actor, MasterPatientId id) {
        List<Patient> group = patients.ofMaster(handle, id);
        if (group.isEmpty()) {
            throw new ApiException(ErrorCode.NOT_FOUND);
        }
        List<Patient> seen = group.stream()
                .filter(patient -> access.may(handle, actor, Permission.PATIENT_READ, PatientFeature.subject(patient)))
                .toList();
        if (seen.isEmpty()) {
            throw new ApiException(ErrorCode.NOT_ALLOWED);
        }
        return seen;
    }

    /** The person, with what the actor may see of the group. */
    PatientJson.MasterView masterView(Handle handle, Access access, Actor actor, MasterPatientId id) {
        List<Patient> seen = visible(handle, access, actor, id);
        Patient first = seen.getFirst();
        long version = handle.createQuery("select version from master_patient where id = :id")
                .bind("id", id)
                .mapTo(Long.class)
                .one();
        return new PatientJson.MasterView(
                id.value(),
                version,
                first.name(),
                first.sex(),
                first.birthDate(),
                seen.stream().map(PatientJson.View::of).toList());
    }
}
