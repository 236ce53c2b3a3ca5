package org.huizhen.server.imaging;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Consumer;
import org.huizhen.server.access.Access;
import org.huizhen.server.audit.AuditLog;
import org.huizhen.server.blob.BlobStore;
import org.huizhen.server.core.Actor;
import org.huizhen.server.core.OrganizationId;
import org.huizhen.server.database.Database;
import org.huizhen.server.http.Authentication;
import org.huizhen.server.http.Routes;
import org.huizhen.server.imaging.gateways.GatewayDesk;
import org.huizhen.server.imaging.gateways.Pairing;
import org.huizhen.server.imaging.ingest.Completeness;
import org.huizhen.server.imaging.ingest.IngestRules;
import org.huizhen.server.imaging.ingest.OrphanedBlobs;
import org.huizhen.server.imaging.ingest.Reindex;
import org.huizhen.server.imaging.ingest.StowRs;
import org.huizhen.server.imaging.query.QidoResource;
import org.huizhen.server.imaging.retrieve.WadoResource;
import org.huizhen.server.patient.PatientFeature;
import org.huizhen.server.patient.StudyPlaces;

/** Studies and gateways: what others call, and the routes. */
public final class ImagingFeature {
    /** How often {@link #settleQuiet} and {@link #sweepOrphans} are to run. */
    public static final Duration SETTLE_EVERY = Duration.ofSeconds(5);

    public static final Duration SWEEP_EVERY = Duration.ofHours(1);

    private final Database database;
    private final Clock clock;
    private final Completeness completeness;
    private final OrphanedBlobs orphans;
    private final Reindex reindex;
    private final StowRs stow;
    private final StudyResource studies;
    private final StudyPatients places;
    private final PatientChangeResource changes;
    private final GatewayDesk gateways;
    private final QidoResource qido;
    private final WadoResource wado;

    /** The ground that imaging stands on. */
    public record Ground(
            Database database,
            BlobStore blobs,
            Access access,
            AuditLog audit,
            ObjectMapper json,
            Clock clock,
            MeterRegistry meters) {}

    public ImagingFeature(
            Ground ground,
            ImagingSettings settings,
            PatientFeature patients,
            ReadingStates readings,
            OrderedStudies orders,
            CharacterSetOverrides characterSets) {
        this.database = ground.database();
        this.clock = ground.clock();
        this.completeness = new Completeness(settings.quietPeriod());
        this.orphans = new OrphanedBlobs(ground.database(), ground.blobs());
        this.reindex = new Reindex(ground.database(), ground.blobs(), patients, settings.zone());
        this.stow = new StowRs(
                ground.database(),
                ground.blobs(),
                patients,
                completeness,
                new IngestRules(settings.largestInstance(), settings.publicUrl(), characterSets),
                settings.zone(),
                ground.meters());
        StudyLooks looks = new StudyLooks(ground.database(), ground.access(), ground.audit());
        this.qido = new QidoResource(ground.database(), ground.access(), looks, settings.publicUrl());
        this.wado = new WadoResource(ground.database(), ground.blobs(), patients, looks);
        this.places = new StudyPatients(ground.audit(), readings);
        this.changes = new PatientChangeResource(
                ground.database(),
                ground.access(),
                patients,
                new PatientChangeDesk(ground.database(), ground.access(), ground.audit(), patients, places));
        this.studies = new StudyResource(
                ground.database(),
                ground.access(),
                patients,
                looks,
                new StudyDecisions(ground.database(), ground.access(), ground.audit(), patients, places, completeness),
                new StudyResource.Beside(readings, orders));
        this.gateways = new GatewayDesk(
                ground.database(),
                ground.access(),
                ground.audit(),
                settings.gateways(),
                completeness,
                readings,
                ground.json(),
                ground.clock());
        Gauge.builder("huizhen.blobs.free", ground.blobs(), BlobStore::free)
                .baseUnit("bytes")
                .register(ground.meters());
    }

    public void routes(Routes routes) {
        stow.register(routes);
        qido.register(routes);
        wado.register(routes);
        studies.register(routes);
        changes.register(routes);
        gateways.register(routes);
    }

    /** Moves studies where the patient index merges or undoes. */
    public StudyPlaces studyPlaces() {
        return places;
    }

    /** Knows the tokens of gateways; to be asked before the sessions of people. */
    public Authentication authentication() {
        return gateways.authentication();
    }

    /** A one-time code for the gateway of the organization, as {@code ./huizhen pair} prints it. */
    public Pairing.Code createPairingCode(Actor actor, OrganizationId organization, Optional<String> aeTitle) {
        return gateways.pairing().create(actor, organization, aeTitle);
    }

    /** The job that completes studies which have been quiet; answers how many. */
    public int settleQuiet() {
        return completeness.settleQuiet(database);
    }

    /**
     * Rebuilds the index from the stored bytes.
     *
     * @param findings is told what is damaged
     */
    public Reindex.Result reindex(Consumer<String> findings) {
        return reindex.run(findings);
    }

    /** The job that removes files which no row names; answers how many. */
    public int sweepOrphans() {
        return orphans.sweep(clock.instant());
    }
}
