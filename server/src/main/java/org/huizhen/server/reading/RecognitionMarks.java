package org.huizhen.server.reading;

import java.util.Optional;
import org.huizhen.server.core.ReportId;
import org.jdbi.v3.core.Handle;

/** The recognition mark that a report bears, for example 某县HR; {@code recognition} answers. */
@FunctionalInterface
public interface RecognitionMarks {
    Optional<String> of(Handle handle, ReportId report);
}
