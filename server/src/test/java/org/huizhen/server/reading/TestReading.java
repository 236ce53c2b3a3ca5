package org.huizhen.server.reading;

import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.ZoneId;
import org.huizhen.server.TestServer;
import org.huizhen.server.access.Access;
import org.huizhen.server.audit.AuditLog;
import org.huizhen.server.core.Actor;
import org.huizhen.server.core.StudyId;
import org.huizhen.server.database.Database;
import org.huizhen.server.database.Transaction;
import org.huizhen.server.http.Json;
import org.huizhen.server.imaging.StudyRejection;

/** The reading feature as tests set it up: the catalogue of the project, leases of 15 minutes, two signatures. */
public final class TestReading {
    private TestReading() {}

    public static ReadingFeature feature(
            Database database, Access access, Clock clock, ReportItems items, RecognitionMarks marks) {
        return feature(database, access, clock, TestServer.projectFolder().resolve("config/catalog"), items, marks);
    }

    static ReadingFeature feature(
            Database database, Access access, Clock clock, Path catalog, ReportItems items, RecognitionMarks marks) {
        return new ReadingFeature(
                new ReadingFeature.Ground(database, access, new AuditLog(), clock, Json.mapper()),
                new ReadingSettings(
                        Duration.ofMinutes(15), false, catalog, ZoneId.of("Asia/Shanghai"), Duration.ofMinutes(30)),
                items,
                marks,
                new Rejected(new StudyRejection(new AuditLog())));
    }

    private record Rejected(StudyRejection studies) implements WasteStudies {
        @Override
        public void reject(Transaction transaction, Actor actor, StudyId study, String reason) {
            studies.reject(transaction, actor, study, reason);
        }

        @Override
        public void restore(Transaction transaction, Actor actor, StudyId study, String reason) {
            studies.restore(transaction, actor, study, reason);
        }
    }
}
