package org.huizhen.server.patient;

import java.util.Optional;
import org.huizhen.server.core.PatientId;
import org.huizhen.server.core.StudyId;

/**
 * Whose a study is at one moment.
 *
 * @param problem why it is not matched, as {@link PatientResolution.Reason} names it
 */
public record StudyPlace(StudyId study, Optional<PatientId> patient, boolean matched, Optional<String> problem) {}
