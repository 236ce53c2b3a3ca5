package org.huizhen.config;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Settings of the center's server ({@code config/server.yaml}). Relative paths count from the folder of the file.
 *
 * @param keys the key file, kept apart from the database and its backups
 * @param catalog folder with recognition items, repeat reasons, turnaround targets
 */
public record ServerSettings(
        Path file,
        String name,
        ZoneId zone,
        Http http,
        Signaling signaling,
        Cluster cluster,
        Media media,
        Database database,
        Storage storage,
        Web web,
        Path keys,
        Path catalog,
        Logging logging,
        Sessions sessions,
        Ingest ingest,
        Reading reading,
        Audit audit,
        Gateways gateways) {

    /**
     * The web client, REST, DICOMweb.
     *
     * @param publicUrl what browsers and gateways call; without trailing slash
     * @param trustedProxies addresses whose X-Forwarded-For is believed
     */
    public record Http(String address, int port, URI publicUrl, Tls tls, List<String> trustedProxies) {}

    /** The WebSocket server; uses the TLS identity of {@link Http}. */
    public record Signaling(String address, int port, URI publicUrl) {}

    /**
     * Several servers on one PostgreSQL, one store and one key file.
     *
     * @param several whether there are others; false for the only one
     * @param node this server's name, another one for each and the same after a restart
     */
    public record Cluster(boolean several, String node) {}

    /**
     * How sound and picture find their way between networks; inside one LAN neither is needed.
     *
     * @param stun addresses like {@code stun:turn.example:3478}
     * @param turn addresses like {@code turn:turn.example:3478?transport=udp}
     * @param turnSecret coturn's {@code static-auth-secret}; present where there is a TURN server
     * @param turnLife how long the credentials that clients get are good
     * @param kurento a media server, for rooms that are too large for a mesh
     * @param recordings where recordings of rooms are kept; they need the media server
     */
    public record Media(
            List<String> stun,
            List<String> turn,
            Optional<Secret> turnSecret,
            Duration turnLife,
            Optional<Kurento> kurento,
            Optional<Recordings> recordings) {}

    /**
     * @param directory which the media server sees under the same path
     * @param retention how long they are kept
     */
    public record Recordings(Path directory, Duration retention) {}

    /** @param always rooms begin on it; otherwise they move there with the fifth video */
    public record Kurento(URI uri, boolean always) {}

    /** Exactly one of the two is present. */
    public record Database(Optional<Embedded> embedded, Optional<External> external, int poolSize) {}

    /** A PostgreSQL that the server starts itself, on loopback. */
    public record Embedded(Path directory, int port) {}

    /** The hospital's own PostgreSQL. */
    public record External(String url, String user, Secret password) {}

    /** @param minimumFree bytes below which instances are refused */
    public record Storage(Path directory, long minimumFree) {}

    /** @param directory the built web client */
    public record Web(Path directory) {}

    public record Logging(Path directory, String level) {}

    /** @param idle a session unused that long ends; @param longest even a used one ends then */
    public record Sessions(Duration idle, Duration longest) {}

    /**
     * @param quietPeriod after it, a study of unknown extent counts as complete (assumed)
     * @param largestInstance bytes
     */
    public record Ingest(Duration quietPeriod, long largestInstance) {}

    /**
     * @param leaseMinutes a claim not renewed that long is released
     * @param criticalMinutes a contact who has not answered that long gives way to the next
     * @param acknowledgeMinutes whoever has not acknowledged a changed report that long is escalated
     */
    public record Reading(int leaseMinutes, boolean singleSignature, int criticalMinutes, int acknowledgeMinutes) {

        public Duration lease() {
            return Duration.ofMinutes(leaseMinutes);
        }

        public Duration acknowledgePatience() {
            return Duration.ofMinutes(acknowledgeMinutes);
        }

        public Duration criticalPatience() {
            return Duration.ofMinutes(criticalMinutes);
        }
    }

    /** @param exportFile the head of the audit chain is appended here, so that a cut tail shows */
    public record Audit(Path exportFile) {}

    /** @param heartbeatSilence a gateway silent that long is shown as disconnected */
    public record Gateways(Duration pairingCode, Duration heartbeatSilence) {}

    /** Reads the file with the environment of this process. */
    public static Loaded<ServerSettings> load(Path file) {
        return load(file, System.getenv());
    }

    /** Reads the file; gives every problem at once. */
    public static Loaded<ServerSettings> load(Path file, Map<String, String> environment) {
        return ConfigFile.read(
                file, environment, top -> read(file.toAbsolutePath().normalize(), top));
    }

    private static ServerSettings read(Path file, Section top) {
        Http http = ListenerSections.http(top.section("http"));
        Signaling signaling = ListenerSections.signaling(top.section("signaling"), http);
        Database database = DatabaseSection.read(top.section("database"));
        Cluster cluster = ListenerSections.cluster(top.section("cluster"), signaling, database);
        Section storage = top.section("storage");
        Section logging = top.section("logging");
        Section sessions = top.section("sessions");
        Section ingest = top.section("ingest");
        Section reading = top.section("reading");
        Section gateways = top.section("gateways");
        return new ServerSettings(
                file,
                top.text("name", "会诊中心"),
                readZone(top),
                http,
                signaling,
                cluster,
                MediaSection.read(top.section("media")),
                database,
                new Storage(
                        storage.path("directory", "../data/server/blobs"),
                        storage.bytes("minimumFree", 2L << 30, 1L << 20, 1L << 50)),
                new Web(top.section("web").path("directory", "../web-client/dist")),
                top.path("keys", "../data/server/keys.yaml"),
                top.path("catalog", "catalog"),
                readLogging(logging, "../data/server/logs"),
                new Sessions(
                        sessions.duration("idle", Duration.ofMinutes(30), Duration.ofMinutes(1), Duration.ofDays(1)),
                        sessions.duration("longest", Duration.ofHours(12), Duration.ofMinutes(5), Duration.ofDays(7))),
                new Ingest(
                        ingest.duration(
                                "quietPeriod", Duration.ofMinutes(2), Duration.ofSeconds(1), Duration.ofDays(1)),
                        ingest.bytes("largestInstance", 4L << 30, 1L << 20, 64L << 30)),
                new Reading(
                        reading.integer("leaseMinutes", 15, 1, 240),
                        reading.flag("singleSignature", false),
                        reading.integer("criticalMinutes", 5, 1, 60),
                        reading.integer("acknowledgeMinutes", 30, 1, 1440)),
                new Audit(top.section("audit").path("exportFile", "../data/server/audit/head.log")),
                new Gateways(
                        gateways.duration(
                                "pairingCode", Duration.ofMinutes(30), Duration.ofMinutes(1), Duration.ofDays(7)),
                        gateways.duration(
                                "heartbeatSilence",
                                Duration.ofSeconds(45),
                                Duration.ofSeconds(15),
                                Duration.ofHours(1))));
    }

    static ZoneId readZone(Section top) {
        String zone = top.text("zone", "Asia/Shanghai");
        if (ZoneId.getAvailableZoneIds().contains(zone)) {
            return ZoneId.of(zone);
        }
        top.report("zone", "'" + zone + "' is not a time zone", "Write for example Asia/Shanghai");
        return ZoneId.of("Asia/Shanghai");
    }

    static Logging readLogging(Section logging, String directory) {
        enum Level {
            ERROR,
            WARN,
            INFO,
            DEBUG
        }
        return new Logging(
                logging.path("directory", directory),
                logging.choice("level", Level.INFO).name());
    }
}
