package org.huizhen.config;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.ZoneId;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Settings of one clinic's gateway ({@code config/gateway.yaml}). Relative paths count from the folder of the file.
 *
 * @param name the clinic, as its status page shows it
 */
public record GatewaySettings(
        Path file,
        String name,
        ZoneId zone,
        Dicom dicom,
        Http http,
        Center center,
        Spool spool,
        Forward forward,
        ServerSettings.Logging logging) {

    private static final Pattern AE_TITLE =
            Pattern.compile("[\\x21-\\x7e&&[^\\\\]](?:[\\x20-\\x7e&&[^\\\\]]{0,14}[\\x21-\\x7e&&[^\\\\]])?");
    private static final Set<String> CHARACTER_SETS =
            Set.of("ISO_IR 6", "ISO_IR 100", "ISO_IR 192", "GB18030", "GBK", "GB2312");

    private static final Set<String> ONLY_HERE = Set.of("dicom", "center", "spool", "forward");

    /** Which calling AE titles that no device names are let in. */
    public enum Unknown {
        REFUSE,
        LOOPBACK,
        ACCEPT
    }

    /**
     * The DICOM listener.
     *
     * @param unknown what happens to calling AE titles that are not among the devices
     */
    public record Dicom(
            String aeTitle,
            String address,
            int port,
            Unknown unknown,
            List<Device> devices,
            int maximumAssociations,
            Duration idle) {

        public Optional<Device> device(String callingAeTitle) {
            return devices.stream()
                    .filter(device -> device.aeTitle().equals(callingAeTitle))
                    .findFirst();
        }
    }

    /**
     * A modality that may send.
     *
     * @param address where it must call from; empty: from anywhere
     * @param characterSet the defined term its texts are really in, whatever it labels them
     * @param priority of what it sends, where the center knows of nothing more urgent
     */
    public record Device(
            String aeTitle, Optional<String> address, Optional<String> characterSet, String name, Priority priority) {}

    /** What goes to the center first; the most urgent stands first. */
    public enum Priority {
        EMERGENCY,
        URGENT,
        ROUTINE
    }

    /** The status page. @param pin asked for outside loopback; without one the page answers on loopback only */
    public record Http(String address, int port, Optional<Secret> pin) {}

    /**
     * The center this gateway sends to.
     *
     * @param url overrides the address that pairing stored
     * @param certificatePin overrides the pin that pairing stored
     * @param pairing file that {@code huizhen pair} writes: gateway id, token, address, pin
     * @param telephone whom the clinic calls when an emergency study is not through
     */
    public record Center(Optional<URI> url, Optional<String> certificatePin, Path pairing, String telephone) {}

    /** @param minimumFree bytes below which modalities are refused; @param largestInstance bytes */
    public record Spool(Path directory, long segmentSize, long minimumFree, long largestInstance) {}

    /** @param firstRetry delay after the first failure; doubles up to longestRetry, with jitter */
    public record Forward(
            int connections,
            long batchBytes,
            int batchInstances,
            boolean compress,
            Duration firstRetry,
            Duration longestRetry,
            Duration heartbeat) {}

    /** Whether the file is a gateway's and not the center's: it has a key that only a gateway has, or is named like one. */
    public static boolean describedBy(Path file) {
        Set<String> keys = ConfigFile.keys(file);
        return keys.stream().anyMatch(ONLY_HERE::contains)
                || keys.isEmpty() && String.valueOf(file.getFileName()).startsWith("gateway");
    }

    /** Reads the file with the environment of this process. */
    public static Loaded<GatewaySettings> load(Path file) {
        return load(file, System.getenv());
    }

    /** Reads the file; gives every problem at once. */
    public static Loaded<GatewaySettings> load(Path file, Map<String, String> environment) {
        return ConfigFile.read(
                file, environment, top -> read(file.toAbsolutePath().normalize(), top));
    }

    private static GatewaySettings read(Path file, Section top) {
        Section http = top.section("http");
        Section spool = top.section("spool");
        return new GatewaySettings(
                file,
                top.text("name", "诊所"),
                ServerSettings.readZone(top),
                readDicom(top.section("dicom")),
                new Http(http.text("address", "127.0.0.1"), http.port("port", 8445), readPin(http)),
                readCenter(top.section("center")),
                new Spool(
                        spool.path("directory", "../data/gateway/spool"),
                        spool.bytes("segmentSize", 256L << 20, 1L << 20, 8L << 30),
                        spool.bytes("minimumFree", 2L << 30, 1L << 20, 1L << 50),
                        spool.bytes("largestInstance", 4L << 30, 1L << 20, 64L << 30)),
                readForward(top.section("forward")),
                ServerSettings.readLogging(top.section("logging"), "../data/gateway/logs"));
    }

    private static Dicom readDicom(Section dicom) {
        List<Device> devices = dicom.sections("devices", GatewaySettings::readDevice);
        Set<String> seen = new HashSet<>();
        for (Device device : devices) {
            if (!device.aeTitle().isEmpty() && !seen.add(device.aeTitle())) {
                dicom.report("devices", device.aeTitle() + " is listed twice", "Give each device its own AE title");
            }
        }
        return new Dicom(
                dicom.matching("aeTitle", "HUIZHEN", AE_TITLE, "1 to 16 characters of ASCII"),
                dicom.text("address", "0.0.0.0"),
                dicom.port("port", 11113),
                dicom.choice("unknown", Unknown.REFUSE),
                devices,
                dicom.integer("maximumAssociations", 64, 1, 1000),
                dicom.duration("idle", Duration.ofSeconds(60), Duration.ofSeconds(5), Duration.ofHours(1)));
    }

    private static Device readDevice(Section device) {
        device.required("aeTitle");
        String title = device.matching("aeTitle", "", AE_TITLE, "1 to 16 characters of ASCII");
        Optional<String> characterSet = device.text("characterSet");
        if (characterSet.isPresent() && !CHARACTER_SETS.contains(characterSet.get())) {
            device.report(
                    "characterSet",
                    "'" + characterSet.get() + "' is not known",
                    Nearest.suggest(characterSet.get(), CHARACTER_SETS));
        }
        return new Device(
                title,
                device.text("address"),
                characterSet,
                device.text("name", title),
                device.choice("priority", Priority.ROUTINE));
    }

    private static Optional<Secret> readPin(Section http) {
        Optional<Secret> pin = http.secret("pin");
        if (pin.isPresent() && !pin.get().reveal().matches("\\d{4,12}")) {
            http.report("pin", "is not a PIN", "Write 4 to 12 digits in quotes, or file:PATH");
            return Optional.empty();
        }
        if (pin.isEmpty() && !http.has("pin") && !Addresses.isLoopback(http.text("address", "127.0.0.1"))) {
            http.report("pin", "is missing while the page is reachable from the network", "Add pin: file:PATH");
        }
        return pin;
    }

    private static Center readCenter(Section center) {
        Optional<URI> url = center.uri("url", "https", "http");
        if (url.isPresent()
                && !url.get().getScheme().equals("https")
                && !Addresses.isLoopback(url.get().getHost())) {
            center.report(
                    "url",
                    "plain http leaves this machine",
                    "Write https://" + url.get().getAuthority());
        }
        Optional<String> pin = center.text("certificatePin");
        if (pin.isPresent() && !CertificatePin.isWellFormed(pin.get())) {
            center.report("certificatePin", "is not a pin", "Write sha256/ and 44 characters, as the center shows it");
        }
        return new Center(
                url, pin, center.path("pairing", "../data/gateway/center.yaml"), center.text("telephone", ""));
    }

    private static Forward readForward(Section forward) {
        return new Forward(
                forward.integer("connections", 8, 1, 64),
                forward.bytes("batchBytes", 8L << 20, 64L << 10, 256L << 20),
                forward.integer("batchInstances", 100, 1, 1000),
                forward.flag("compress", true),
                forward.duration("firstRetry", Duration.ofSeconds(1), Duration.ofMillis(50), Duration.ofMinutes(5)),
                forward.duration("longestRetry", Duration.ofMinutes(1), Duration.ofMillis(100), Duration.ofHours(1)),
                forward.duration("heartbeat", Duration.ofSeconds(10), Duration.ofMillis(100), Duration.ofMinutes(5)));
    }
}
