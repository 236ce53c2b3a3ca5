package org.huizhen.server;

import io.micrometer.core.instrument.binder.jvm.JvmGcMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmMemoryMetrics;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BooleanSupplier;
import org.huizhen.config.ServerSettings;
import org.huizhen.config.TlsIdentity;
import org.huizhen.server.audit.AuditFeature;
import org.huizhen.server.blob.BlobStore;
import org.huizhen.server.cluster.Membership;
import org.huizhen.server.core.Actor;
import org.huizhen.server.core.SessionId;
import org.huizhen.server.exchange.ExchangeFeature;
import org.huizhen.server.http.HttpServer;
import org.huizhen.server.http.HttpSetup;
import org.huizhen.server.http.Route;
import org.huizhen.server.http.Routes;
import org.huizhen.server.http.SystemResource;
import org.huizhen.server.imaging.CharacterSetOverrides;
import org.huizhen.server.imaging.ImagingFeature;
import org.huizhen.server.imaging.ImagingSettings;
import org.huizhen.server.imaging.gateways.GatewayDesk;
import org.huizhen.server.job.Jobs;
import org.huizhen.server.media.MediaServer;
import org.huizhen.server.media.kurento.KurentoMediaServer;
import org.huizhen.server.order.OrderFeature;
import org.huizhen.server.reading.ReadingFeature;
import org.huizhen.server.reading.critical.CriticalFeature;
import org.huizhen.server.reading.template.TemplateFeature;
import org.huizhen.server.recognition.RecognitionFeature;
import org.huizhen.server.signaling.SignalAuthentication;
import org.huizhen.server.signaling.SignalSettings;
import org.huizhen.server.signaling.SignalingFeature;
import org.huizhen.server.signaling.recording.RecordingFeature;
import org.huizhen.server.signaling.register.RoomRegister;
import org.huizhen.server.signaling.room.MediaPlanes;

/** Constructs every part by hand and connects them; the only place that knows all features. */
public final class Services implements AutoCloseable {
    private static final Set<String> IMAGING_AND_PEOPLE = Set.of(
            "study.arrived",
            "study.updated",
            "study.completed",
            "study.reopened",
            "study.rejected",
            "study.restored",
            "study.matched",
            "study.conflict",
            "patient.linked",
            "patient.unlinked",
            "patient.merged",
            "gateway.paired",
            "gateway.revoked");

    private final Ground ground;
    private final PrometheusMeterRegistry meters = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    private final Routes routes = new Routes();
    private final BlobStore blobs;
    private final AuditFeature audit;
    private final ImagingFeature imaging;
    private final RecognitionFeature recognition;
    private final ReadingFeature reading;
    private final CriticalFeature critical;
    private final OrderFeature orders;
    private final Optional<KurentoMediaServer> media;
    private final SignalingFeature signaling;
    private final HttpServer http;
    private final Jobs jobs;

    /** Opens the database and builds everything; nothing listens or runs before {@link #start}. */
    public static Services open(ServerSettings settings, Clock clock) {
        Ground ground = new Ground(settings, clock);
        try {
            return new Services(ground, settings);
        } catch (RuntimeException e) {
            ground.closeAsGuest();
            throw e;
        }
    }

    private Services(Ground ground, ServerSettings settings) {
        this.ground = ground;
        new JvmMemoryMetrics().bindTo(meters);
        @SuppressWarnings("resource") // lives as long as the process
        JvmGcMetrics gc = new JvmGcMetrics();
        gc.bindTo(meters);
        meters.gauge("huizhen.outbox.waiting", ground.database.outbox(), outbox -> outbox.waiting());
        Optional<TlsIdentity> tls = TlsIdentity.load(
                settings.http().tls(), List.of(settings.http().publicUrl().getHost()));
        this.blobs =
                new BlobStore(settings.storage().directory(), settings.storage().minimumFree());
        this.audit = new AuditFeature(
                ground.database, ground.access, ground.keys, settings.audit().exportFile());
        this.recognition = Features.recognition(ground);
        this.reading = Features.reading(ground, recognition);
        this.critical = Features.critical(ground);
        this.orders = Features.orders(ground, recognition);
        this.imaging = imaging(settings, tls);
        this.media = Features.mediaServer(ground, meters);
        this.signaling = signaling(settings, tls);
        addRoutes();
        this.http = new HttpServer(
                routes,
                ground.access,
                List.of(imaging.authentication(), ground.identity.authentication()),
                ground.json,
                ground.database,
                httpSetup(settings, tls, ground.cluster.members()));
        this.jobs = jobs();
    }

    private void addRoutes() {
        Map<String, BooleanSupplier> checks = new LinkedHashMap<>();
        checks.put("database", ground.database::answers);
        checks.put("storage", () -> blobs.free() > 0);
        new SystemResource(checks, meters).routes(routes);
        ground.identity.routes(routes);
        ground.organizations.routes(routes);
        ground.patients.routes(routes, imaging.studyPlaces());
        audit.routes(routes);
        imaging.routes(routes);
        new ExchangeFeature(
                        ground.database,
                        reading,
                        ground.settings.web().directory(),
                        ground.settings.zone(),
                        ground.settings.http().publicUrl().toString())
                .routes(routes);
        reading.routes(routes);
        critical.routes(routes);
        new TemplateFeature(ground.database, ground.access, ground.audit, ground.settings.catalog()).routes(routes);
        recognition.routes(routes);
        signaling.routes(routes);
        orders.routes(routes);
    }

    private ImagingFeature imaging(ServerSettings settings, Optional<TlsIdentity> tls) {
        return new ImagingFeature(
                new ImagingFeature.Ground(
                        ground.database, blobs, ground.access, ground.audit, ground.json, ground.clock, meters),
                new ImagingSettings(
                        settings.zone(),
                        settings.ingest().quietPeriod(),
                        settings.ingest().largestInstance(),
                        settings.http().publicUrl().toString(),
                        new GatewayDesk.GatewayRules(
                                settings.gateways().pairingCode(),
                                settings.gateways().heartbeatSilence(),
                                settings.zone(),
                                () -> tls.map(TlsIdentity::pin))),
                ground.patients,
                Features.readingStates(reading),
                Features.orderedStudies(orders),
                CharacterSetOverrides.none());
    }

    private SignalingFeature signaling(ServerSettings settings, Optional<TlsIdentity> tls) {
        Set<String> events = new HashSet<>(ReadingFeature.eventTypes());
        events.addAll(CriticalFeature.eventTypes());
        events.addAll(RecognitionFeature.eventTypes());
        events.addAll(OrderFeature.eventTypes());
        events.addAll(IMAGING_AND_PEOPLE);
        return new SignalingFeature(
                new RoomRegister.Ground(
                        ground.database, ground.access, ground.grants, ground.audit, ground.clock, ground.patients),
                meters,
                new SignalSettings(
                        settings.signaling().address(),
                        settings.signaling().port(),
                        tls.map(Features::nettyTls),
                        Set.of(origin(settings.http().publicUrl())),
                        SignalSettings.Limits.standard(),
                        Features.iceServers(settings)),
                new People(),
                new SignalingFeature.Place(
                        ground.cluster,
                        settings.http().publicUrl().toString(),
                        reading::studyOf,
                        new MediaPlanes(
                                media.map(MediaServer.class::cast),
                                settings.media()
                                        .kurento()
                                        .map(ServerSettings.Kurento::always)
                                        .orElse(false)),
                        settings.media()
                                .recordings()
                                .map(kept -> new RecordingFeature.Settings(kept.directory(), kept.retention()))),
                events);
    }

    /** Who stands behind a hello: people with a ticket or token of a session. */
    private final class People implements SignalAuthentication {
        @Override
        public Optional<Actor.Person> byTicket(String ticket, String address) {
            return ground.identity.redeemTicket(ticket, address);
        }

        @Override
        public Optional<Actor.Person> byToken(String token, String address) {
            return ground.identity.byToken(token, address);
        }

        @Override
        public String ticket(SessionId session) {
            return ground.identity.ticket(session);
        }

        @Override
        public Set<SessionId> ended(Set<SessionId> sessions) {
            return ground.identity.ended(sessions);
        }
    }

    private static HttpSetup httpSetup(ServerSettings settings, Optional<TlsIdentity> tls, Membership members) {
        Path web = settings.web().directory();
        return new HttpSetup(
                settings.http().address(),
                settings.http().port(),
                tls,
                settings.http().trustedProxies(),
                Optional.of(web).filter(Files::isDirectory),
                () -> members.urls().stream()
                        .map(url -> origin(URI.create(url)))
                        .sorted()
                        .toList());
    }

    private Jobs jobs() {
        return new Jobs(ground.database.dataSource())
                .every("audit-chain", AuditFeature.CHAIN_EVERY, audit::chain)
                .every("audit-head", AuditFeature.EXPORT_EVERY, audit::exportHead)
                .every("session-sweep", Duration.ofMinutes(1), ground.identity::sweep)
                .every("idempotency-prune", Duration.ofHours(1), () -> http.pruneIdempotencyKeys())
                .every(
                        "outbox-prune",
                        Duration.ofHours(1),
                        () -> ground.database.outbox().prune(Duration.ofDays(7)))
                .every("study-settle", ImagingFeature.SETTLE_EVERY, imaging::settleQuiet)
                .every("blob-sweep", ImagingFeature.SWEEP_EVERY, imaging::sweepOrphans)
                .every("recording-compose", RecordingFeature.COMPOSE_EVERY, signaling.recordings()::compose)
                .every("recording-sweep", RecordingFeature.SWEEP_EVERY, signaling.recordings()::sweep)
                .every("room-deserted", SignalingFeature.DESERTED_EVERY, signaling::closeDesertedRooms)
                .every("lease-expire", Duration.ofSeconds(5), reading::expireLeases)
                .every("critical-escalate", Duration.ofSeconds(5), critical::escalate)
                .every("reading-watch", Duration.ofSeconds(10), reading::watch);
    }

    /** Listens and works; returns when everything answers. */
    public void start() {
        ground.keepDatabaseRunning();
        ground.database.outbox().start();
        media.ifPresent(KurentoMediaServer::start);
        signaling.start();
        http.start();
        jobs.start();
    }

    /** Stops listening, lets what runs end, closes the database. */
    @Override
    public void close() {
        http.close();
        signaling.close();
        media.ifPresent(KurentoMediaServer::close);
        jobs.close();
        blobs.close();
        ground.close();
    }

    /** After a command that only borrowed the parts: a database that others use goes on. */
    void closeAsGuest() {
        signaling.close();
        media.ifPresent(KurentoMediaServer::close);
        blobs.close();
        ground.closeAsGuest();
    }

    /** Every registered route: the tests of access and contract enumerate them. */
    public List<Route> routes() {
        return routes.all();
    }

    public int httpPort() {
        return http.port();
    }

    public int signalingPort() {
        return signaling.port();
    }

    public ImagingFeature imaging() {
        return imaging;
    }

    public ReadingFeature reading() {
        return reading;
    }

    public SignalingFeature signaling() {
        return signaling;
    }

    public AuditFeature audit() {
        return audit;
    }

    Ground ground() {
        return ground;
    }

    private static String origin(URI url) {
        return url.getScheme() + "://" + url.getRawAuthority();
    }
}
