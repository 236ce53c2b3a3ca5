package org.huizhen.server.recognition;

import java.util.List;
import java.util.UUID;
import org.huizhen.server.core.PatientId;
import org.jdbi.v3.core.Handle;

/** All local patients behind an id of a local or master patient, merged ones followed; {@code patient} answers. */
@FunctionalInterface
public interface LinkedPatients {
    List<PatientId> of(Handle handle, UUID localOrMaster);
}
