package org.huizhen.gateway.forward;

import static org.assertj.core.api.Assertions.assertThat;
import static org.huizhen.gateway.spool.SpoolFixture.EXPLICIT;
import static org.huizhen.gateway.spool.SpoolFixture.bytes;
import static org.huizhen.gateway.spool.SpoolFixture.store;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.huizhen.config.GatewaySettings;
import org.huizhen.config.GatewaySettings.Priority;
import org.huizhen.gateway.Eventually;
import org.huizhen.gateway.forward.ScriptedCenter.Trouble;
import org.huizhen.gateway.spool.Description;
import org.huizhen.gateway.spool.InstanceHeader;
import org.huizhen.gateway.spool.Origin;
import org.huizhen.gateway.spool.Spool;
import org.huizhen.gateway.spool.SpoolFixture;
import org.huizhen.gateway.spool.StudyStatus;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ForwarderTest {
    private static final String STUDY = "1.2.3";

    @TempDir
    Path folder;

    private ScriptedCenter center;
    private Spool spool;
    private Forwarder forwarder;

    @BeforeEach
    void open() throws IOException {
        center = new ScriptedCenter();
        spool = SpoolFixture.open(folder.resolve("spool"));
    }

    @AfterEach
    void close() {
        if (forwarder != null) {
            forwarder.close();
        }
        spool.close();
        center.close();
    }

    @Test
    void everythingArrivesAnnouncedAndIsFreedWhenConfirmed() throws IOException {
        for (int i = 0; i < 40; i++) {
            store(spool, "1." + i, STUDY, bytes(i, 100_000));
        }
        start();

        awaitConfirmed(40);
        assertThat(center.instances).hasSize(40);
        assertThat(center.instances.get("1.7")).isEqualTo(bytes(7, 100_000));
        assertThat(center.announced(STUDY)).hasSize(40).containsEntry("1.7", ScriptedCenter.sha256(bytes(7, 100_000)));
        assertThat(center.partHeaders)
                .first()
                .satisfies(headers -> assertThat(headers)
                        .containsEntry("Huizhen-Device", "CT1")
                        .containsEntry("Huizhen-Device-Address", "10.0.0.5")
                        .containsKey("Huizhen-Received-At"));
        assertThat(center.mostAtOnce.get()).as("several connections at once").isGreaterThan(1);
        try (var files = Files.list(folder.resolve("spool"))) {
            assertThat(files.filter(file -> file.toString().endsWith(".segment")))
                    .as("only the segment that is written is left")
                    .hasSizeLessThanOrEqualTo(1);
        }
    }

    @Test
    void aBusyOrDroppingCenterIsTriedAgainWithDelayAndNothingIsLost() {
        center.trouble.add(Trouble.BUSY, 3);
        center.trouble.add(Trouble.DROPPED, 2);
        center.trouble.add(Trouble.LOST_ANSWER, 2);
        for (int i = 0; i < 10; i++) {
            store(spool, "1." + i, STUDY, bytes(i, 300_000));
        }
        start();

        awaitConfirmed(10);
        assertThat(center.instances).hasSize(10);
        List<Long> at = center.refusedAtNanos;
        assertThat(Duration.ofNanos(at.getLast() - at.getFirst()))
                .as("five failures are spread over growing pauses")
                .isGreaterThan(Duration.ofMillis(60));
    }

    @Test
    void whatTheCenterHasAlreadyIsNotSentAgain() {
        center.instances.put("1.1", bytes(1, 1000));
        store(spool, "1.1", STUDY, bytes(1, 1000));
        store(spool, "1.2", STUDY, bytes(2, 1000));
        start();

        awaitConfirmed(2);
        assertThat(center.copies).hasValue(0);
        assertThat(center.partHeaders).hasSize(1);
    }

    @Test
    void aStudySentASecondTimeIsStillOfAsManyImages() {
        start();
        for (int round = 0; round < 2; round++) {
            for (int i = 0; i < 5; i++) {
                store(spool, "1." + i, STUDY, bytes(i, 1000));
            }
            Eventually.until("gone from the spool", () -> study().confirmed() == study().received());
        }
        assertThat(study().received()).isEqualTo(5);
        assertThat(center.copies).hasValue(0);
    }

    @Test
    void permanentRefusalsAreShownAndNotRepeatedWhileTheRestGoesOn() {
        center.failWith.put("1.1", 0xA900);
        for (int i = 0; i < 4; i++) {
            store(spool, "1." + i, STUDY, bytes(i, 1000));
        }
        start();

        awaitConfirmed(3);
        StudyStatus study = study();
        assertThat(study.refused()).isEqualTo(1);
        assertThat(study.refusals()).containsExactly("A900H");
        assertThat(spool.ledger().totals().waitingInstances()).isZero();
    }

    @Test
    void aPassingFailureOfOneInstanceIsTriedAgain() {
        center.failWith.put("1.1", 0xA700);
        store(spool, "1.1", STUDY, bytes(1, 1000));
        start();
        Eventually.until("a second try", () -> center.stores.get() > 1);
        assertThat(spool.ledger().totals().refused()).isZero();

        center.failWith.clear();
        awaitConfirmed(1);
    }

    @Test
    void whatWasPutOffIsTriedAsSoonAsTheCenterIsBack() {
        center.failWith.put("1.1", 0xA700);
        store(spool, "1.1", STUDY, bytes(1, 1000));
        start(Duration.ofMinutes(10));
        Eventually.until("put off for minutes", () -> center.stores.get() == 1);

        center.everythingFailsWith = 503;
        Eventually.until("down", () -> forwarder.line().state() == Line.State.DOWN);
        center.failWith.clear();
        center.everythingFailsWith = 0;
        awaitConfirmed(1);
    }

    @Test
    void anInstanceThatCannotBeReadFromTheSpoolHoldsUpNothingElse() throws IOException {
        store(spool, "1.1", STUDY, bytes(1, 9 << 20)); // in a segment of its own, being so long
        for (Path segment : segments()) {
            Files.delete(segment);
        }
        store(spool, "1.2", STUDY, bytes(2, 1000));
        store(spool, "1.3", "1.2.4", bytes(3, 1000));
        start();

        Eventually.until("the others are there", () -> center.instances.size() == 2);
        assertThat(center.instances).containsOnlyKeys("1.2", "1.3");
        assertThat(forwarder.line().state()).as("the line is not to blame").isEqualTo(Line.State.UP);
    }

    private List<Path> segments() throws IOException {
        try (var files = Files.list(folder.resolve("spool"))) {
            return files.filter(file -> file.toString().endsWith(".segment")).toList();
        }
    }

    @Test
    void aConflictIsDeliveredOnceAndNeverRetried() {
        store(spool, "1.1", STUDY, bytes(1, 1000));
        store(spool, "1.1", STUDY, bytes(2, 1000));
        start();

        Eventually.until("both gone from the spool", () -> study().confirmed() == 2);
        assertThat(center.instances.get("1.1")).as("the first one stays").isEqualTo(bytes(1, 1000));
        assertThat(study().quarantined()).isEqualTo(1);
    }

    @Test
    void anInstanceThatSpoilsARequestDoesNotHoldUpTheOthers() {
        center.everythingFailsWith = 413;
        store(spool, "1.1", STUDY, bytes(1, 1000));
        start();
        // The manifest is refused too: it is tried again with delay, not given up.
        Eventually.until("tried", () -> center.refusedAtNanos.size() >= 2);
        center.everythingFailsWith = 0;
        awaitConfirmed(1);
    }

    @Test
    void anUnpairedGatewayKeepsEverythingAndSaysSo() {
        store(spool, "1.1", STUDY, bytes(1, 1000));
        forwarder = new Forwarder(
                settings(Duration.ofMillis(20)), List.of(), Optional.empty(), words(), spool, Clock.systemUTC());
        forwarder.start("test");

        assertThat(forwarder.line().state()).isEqualTo(Line.State.UNPAIRED);
        assertThat(spool.ledger().totals().waitingInstances()).isEqualTo(1);
    }

    @Test
    void aRevokedTokenIsShownAsRefusedByTheCenter() {
        center.everythingFailsWith = 401;
        store(spool, "1.1", STUDY, bytes(1, 1000));
        start();
        Eventually.until("refused", () -> forwarder.line().state() == Line.State.REFUSED);
        assertThat(spool.ledger().totals().refused())
                .as("the instance itself is not refused")
                .isZero();

        center.everythingFailsWith = 0;
        awaitConfirmed(1);
        Eventually.until("up", () -> forwarder.line().state() == Line.State.UP);
    }

    @Test
    void theHeartbeatTellsWhatTheCenterKnowsOfTheStudies() {
        start();
        Eventually.until(
                "the center's view",
                () -> forwarder.studies().find(STUDY).isPresent()
                        && forwarder.line().clockOffset() != null);
        assertThat(forwarder.studies().find(STUDY).orElseThrow())
                .isEqualTo(new CenterStudies.CenterStudy("complete", 1, 1, "claimed", "李医生"));
        assertThat(forwarder.line().clockOffset()).isBetween(Duration.ofSeconds(-2), Duration.ofSeconds(2));
    }

    @Test
    void aCenterThatForgotIsSentTheInstancesAgain() {
        center.confirms = false;
        store(spool, "1.1", STUDY, bytes(1, 1000));
        Description other = new Description(
                "1.2", SpoolFixture.CT, EXPLICIT, new Origin("CT1", "10.0.0.5", ""), SpoolFixture.header(STUDY));
        SpoolFixture.begin(spool, other, bytes(2, 1000)).join();
        center.failWith.put("1.2", 0xA700);
        start();
        Eventually.until("first one there", () -> center.instances.containsKey("1.1"));
        center.instances.clear();
        center.failWith.clear();
        center.confirms = true;
        awaitConfirmed(2);
        assertThat(center.instances).containsOnlyKeys("1.1", "1.2");
    }

    @Test
    void afterAnOutageEmergenciesGoFirstThenUrgentOnesThenTheOldest() {
        center.priorities.put("ECG", "emergency");
        start(
                List.of(device("CT_ER", Priority.EMERGENCY), device("DR1", Priority.URGENT)),
                settings(Duration.ofMillis(20), 1));
        Eventually.until(
                "the center's rules", () -> forwarder.studies().find(STUDY).isPresent());
        center.everythingFailsWith = 503;
        Eventually.until("down", () -> forwarder.line().state() == Line.State.DOWN);
        List<String> rank = new ArrayList<>();
        for (int number = 0; number < 60; number++) {
            // an emergency by its device, one by the center's rule, an urgent one, two routine ones, and over again
            String device = List.of("CT1", "DR1", "CT_ER", "ECG1", "CT1").get(number % 5);
            String modality = List.of("CT", "DX", "CT", "ECG", "CT").get(number % 5);
            queue(number, device, modality, 3);
            rank.add("21002".substring(number % 5, number % 5 + 1));
        }
        assertThat(center.stored).isEmpty();
        center.everythingFailsWith = 0;
        Eventually.until(
                "all of it confirmed",
                () -> spool.ledger().studies().size() == 60
                        && spool.ledger().studies().stream().allMatch(study -> study.confirmed() == 3));
        assertThat(center.stored).as("everything once").hasSize(180).doesNotHaveDuplicates();
        List<Integer> studies = center.stored.stream()
                .map(uid -> Integer.parseInt(uid.split("\\.")[1]))
                .distinct()
                .toList();
        assertThat(studies)
                .as("by urgency, and among equals as they came")
                .isSortedAccordingTo(Comparator.comparing((Integer number) -> rank.get(number))
                        .thenComparing(number -> number));
    }

    @Test
    void aGatewayRestartedDuringAnOutageKnowsWhatTheCenterHadSaid() throws IOException {
        center.priorities.put("ECG", "emergency");
        start();
        Eventually.until("kept", () -> Files.exists(words()));
        forwarder.close();
        center.everythingFailsWith = 503;
        queue(1, "CT1", "CT", 1);
        queue(2, "ECG1", "ECG", 1);
        start(List.of(), settings(Duration.ofMillis(20), 1));
        assertThat(forwarder.studies().find(STUDY).orElseThrow().readerName()).isEqualTo("李医生");
        center.everythingFailsWith = 0;
        Eventually.until("both there", () -> center.stored.size() == 2);
        assertThat(center.stored).containsExactly("1.2.0", "1.1.0");

        forwarder.close();
        Files.writeString(words(), "{\"gatewayId\": ");
        center.everythingFailsWith = 503;
        start();
        assertThat(forwarder.studies().find(STUDY))
                .as("a damaged file says nothing")
                .isEmpty();
        center.everythingFailsWith = 0;
        Eventually.until("heard anew", () -> forwarder.studies().find(STUDY).isPresent());
    }

    @Test
    void whatTheCenterSaidToAnotherGatewayDoesNotCount() throws IOException {
        new CenterWords(words(), "another").keep(new ObjectMapper().readTree("{\"priorities\": {\"CT\": \"urgent\"}}"));
        assertThat(new CenterWords(words(), "another").read()).isPresent();
        assertThat(new CenterWords(words(), "this one").read()).isEmpty();
    }

    @Test
    void aStudyThatTheCenterKnowsAsUrgentOvertakes() throws IOException {
        SendOrder order = new SendOrder(List.of());
        order.update(new ObjectMapper().readTree("""
                {"studies": [{"studyInstanceUid": "1.5", "priority": "urgent"}, {"studyInstanceUid": "1.6"}],
                 "priorities": {"ECG": "emergency", "CT": "a word of a newer center"}}
                """));
        assertThat(order.rank("1.5", "CT", List.of("CT1"))).isEqualTo(1);
        assertThat(order.rank("1.5", "ECG", List.of("CT1"))).isZero();
        assertThat(order.rank("1.6", "CT", List.of("CT1"))).isEqualTo(2);
    }

    private void queue(int number, String device, String modality, int instances) {
        for (int i = 0; i < instances; i++) {
            InstanceHeader header = new InstanceHeader(
                    "1." + number, "1." + number + ".1", "P" + number, "张三", "M", "19700101", modality, "20261122", "");
            Description description = new Description(
                    "1." + number + "." + i, SpoolFixture.CT, EXPLICIT, new Origin(device, "10.0.0.5", ""), header);
            SpoolFixture.begin(spool, description, bytes(number * 10 + i, 2000)).join();
        }
    }

    private static GatewaySettings.Device device(String aeTitle, Priority priority) {
        return new GatewaySettings.Device(aeTitle, Optional.empty(), Optional.empty(), aeTitle, priority);
    }

    @Test
    void anInstanceWithoutAStudyIsStillSent() {
        Description nameless = new Description(
                "1.9", SpoolFixture.CT, EXPLICIT, new Origin("CT1", "10.0.0.5", "GB18030"), InstanceHeader.UNKNOWN);
        SpoolFixture.begin(spool, nameless, bytes(9, 100)).join();
        start();
        Eventually.until("sent", () -> center.instances.containsKey("1.9"));
        Eventually.until("freed", () -> study().confirmed() == 1);
        assertThat(center.partHeaders.getFirst()).containsEntry("Huizhen-Character-Set", "GB18030");
    }

    private void awaitConfirmed(int count) {
        Eventually.until(count + " confirmed", () -> study().confirmed() == count);
    }

    private StudyStatus study() {
        return spool.ledger().studies().getFirst();
    }

    private void start() {
        start(Duration.ofMillis(20));
    }

    private void start(Duration firstRetry) {
        start(List.of(), settings(firstRetry));
    }

    private void start(List<GatewaySettings.Device> devices, GatewaySettings.Forward settings) {
        forwarder = new Forwarder(settings, devices, Optional.of(center.pairing()), words(), spool, Clock.systemUTC());
        forwarder.start("test");
    }

    private Path words() {
        return folder.resolve("center-words.json");
    }

    private static GatewaySettings.Forward settings(Duration firstRetry) {
        return settings(firstRetry, 8);
    }

    private static GatewaySettings.Forward settings(Duration firstRetry, int connections) {
        Duration longest = firstRetry.multipliedBy(10);
        return new GatewaySettings.Forward(
                connections, 1 << 20, 100, true, firstRetry, longest, Duration.ofMillis(100));
    }
}
