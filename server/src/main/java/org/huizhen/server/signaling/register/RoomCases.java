package org.huizhen.server.signaling.register;

import java.util.UUID;
import org.huizhen.server.access.Access;
import org.huizhen.server.access.Permission;
import org.huizhen.server.access.Subject;
import org.huizhen.server.core.Actor;
import org.huizhen.server.core.ApiException;
import org.huizhen.server.core.ErrorCode;
import org.huizhen.server.core.OrganizationId;
import org.huizhen.server.core.PatientId;
import org.huizhen.server.core.RoomId;
import org.huizhen.server.patient.PatientFeature;
import org.jdbi.v3.core.Handle;

/** The case that a room was about, as it stands now: a study may have been given to another patient since. */
final class RoomCases {
    private final Access access;
    private final PatientFeature patients;
    private final RoomDesk desk;

    RoomCases(Access access, PatientFeature patients, RoomDesk desk) {
        this.access = access;
        this.patients = patients;
        this.desk = desk;
    }

    /** Whether somebody may see the case; of rooms about nobody, whether they belonged to it or oversee it. */
    boolean maySee(Handle handle, Actor.Person person, RoomId id) {
        RoomRecord room = current(handle, id);
        if (room.about().isEmpty()) {
            return desk.sees(handle, person, room);
        }
        Subject subject = subject(handle, room.about().get());
        Permission permission = subject.patient().isPresent() ? Permission.PATIENT_READ : Permission.STUDY_READ;
        return access.may(handle, person, permission, subject);
    }

    /** The room, about whom its case is now. @throws ApiException {@code not-found} */
    RoomRecord current(Handle handle, RoomId id) {
        RoomRecord room = RoomRows.find(handle, id).orElseThrow(() -> new ApiException(ErrorCode.NOT_FOUND));
        return room.about().map(about -> room.about(current(handle, about))).orElse(room);
    }

    private static RoomRecord.About current(Handle handle, RoomRecord.About about) {
        if (about.study().isEmpty()) {
            return about;
        }
        return handle.createQuery("select organization_id, patient_id from study_summary where study_id = :id")
                .bind("id", about.study().get())
                .map((row, context) -> new RoomRecord.About(
                        new OrganizationId(row.getObject("organization_id", UUID.class)),
                        RoomRows.id(row, "patient_id", PatientId::new),
                        about.readingRequest(),
                        about.study(),
                        about.studyInstanceUid()))
                .findOne()
                .orElse(about);
    }

    private Subject subject(Handle handle, RoomRecord.About about) {
        Subject whole = about.patient()
                .map(patient -> patients.subject(handle, patient))
                .orElseGet(() -> Subject.of(about.organization()));
        return about.study().map(whole::withStudy).orElse(whole);
    }
}
