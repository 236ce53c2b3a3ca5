package org.huizhen.server.signaling.register;

import java.util.Optional;
import org.huizhen.server.core.ReadingRequestId;
import org.huizhen.server.core.StudyId;
import org.jdbi.v3.core.Handle;

/** Which study a reading request is about; reading answers. */
@FunctionalInterface
public interface RequestStudies {
    Optional<StudyId> studyOf(Handle handle, ReadingRequestId request);
}
