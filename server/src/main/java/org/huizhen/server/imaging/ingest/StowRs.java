package org.huizhen.server.imaging.ingest;

import io.micrometer.core.instrument.MeterRegistry;
import java.time.ZoneId;
import org.huizhen.server.blob.BlobStore;
import org.huizhen.server.database.Database;
import org.huizhen.server.http.Routes;
import org.huizhen.server.patient.PatientFeature;

/** The receiving side of imaging, put together. */
public final class StowRs {
    private final StowResource resource;

    /** @param zone of devices that do not name theirs */
    public StowRs(
            Database database,
            BlobStore blobs,
            PatientFeature patients,
            Completeness completeness,
            IngestRules rules,
            ZoneId zone,
            MeterRegistry meters) {
        Ingest ingest = new Ingest(database, blobs, new StudyIngest(patients, completeness));
        this.resource = new StowResource(database, blobs, ingest, new InstanceIndexer(zone), rules, meters);
    }

    public void register(Routes routes) {
        resource.register(routes);
    }
}
