package org.huizhen.gateway.status;

import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.function.Supplier;
import org.huizhen.config.GatewaySettings;
import org.huizhen.gateway.forward.CenterStudies;
import org.huizhen.gateway.forward.Forwarder;
import org.huizhen.gateway.forward.Line;
import org.huizhen.gateway.receive.Reception;
import org.huizhen.gateway.spool.Spool;
import org.huizhen.gateway.spool.SpoolTotals;
import org.huizhen.gateway.spool.StudyStatus;

/** Gathers the report from the parts of the gateway. */
public final class StatusSource {
    private final GatewaySettings settings;
    private final Spool spool;
    private final Reception reception;
    private final Supplier<Forwarder> forwarder;
    private final Clock clock;

    public StatusSource(
            GatewaySettings settings, Spool spool, Reception reception, Supplier<Forwarder> forwarder, Clock clock) {
        this.settings = settings;
        this.spool = spool;
        this.reception = reception;
        this.forwarder = forwarder;
        this.clock = clock;
    }

    SpoolTotals totals() {
        return spool.ledger().totals();
    }

    Line.View line() {
        return forwarder.get().line();
    }

    long freeBytes() {
        return spool.freeBytes();
    }

    boolean hasRoom() {
        return spool.hasRoom();
    }

    int associations() {
        return reception.associations();
    }

    long refusedAtTheDoor() {
        return reception.refusals().count();
    }

    long sentBytes() {
        return forwarder.get().sentBytes();
    }

    StatusReport report() {
        SpoolTotals totals = totals();
        Line.View line = line();
        return new StatusReport(
                settings.name(),
                settings.center().telephone(),
                clock.instant(),
                level(totals, line),
                new StatusReport.Line(
                        line.state().name().toLowerCase(Locale.ROOT),
                        line.since(),
                        line.reason(),
                        line.lastContact(),
                        line.clockOffset() == null ? null : line.clockOffset().toMillis() / 1000),
                new StatusReport.Waiting(
                        totals.waitingInstances(),
                        totals.waitingBytes(),
                        totals.oldestWaiting(),
                        totals.refused(),
                        totals.quarantined(),
                        totals.damaged(),
                        totals.lastDelivered()),
                new StatusReport.Disk(freeBytes(), settings.spool().minimumFree(), !hasRoom()),
                associations(),
                studies(),
                reception.refusals().last().stream()
                        .limit(10)
                        .map(refusal -> new StatusReport.Door(
                                refusal.at(),
                                refusal.device(),
                                refusal.address(),
                                refusal.reason().name().toLowerCase(Locale.ROOT)))
                        .toList());
    }

    private StatusReport.Level level(SpoolTotals totals, Line.View line) {
        if (totals.refused() > 0
                || totals.damaged() > 0
                || !hasRoom()
                || line.state() == Line.State.UNPAIRED
                || line.state() == Line.State.REFUSED) {
            return StatusReport.Level.attention;
        }
        if (line.state() == Line.State.DOWN) {
            return StatusReport.Level.stuck;
        }
        return totals.waitingInstances() > 0 ? StatusReport.Level.sending : StatusReport.Level.sent;
    }

    /** Today's studies and older ones that are not through yet, newest first. */
    private List<StatusReport.Study> studies() {
        Instant midnight = LocalDate.now(clock.withZone(settings.zone()))
                .atStartOfDay(settings.zone())
                .toInstant();
        List<StatusReport.Study> studies = new ArrayList<>();
        for (StudyStatus study : spool.ledger().studies()) {
            if (!study.lastReceivedAt().isBefore(midnight) || study.confirmed() < study.received()) {
                studies.add(study(study));
            }
        }
        Collections.reverse(studies);
        return studies;
    }

    private StatusReport.Study study(StudyStatus study) {
        String uid = study.header().studyInstanceUid();
        StatusReport.Center center =
                forwarder.get().studies().find(uid).map(StatusSource::center).orElse(null);
        String birthDate = Objects.toString(study.header().patientBirthDate(), "");
        return new StatusReport.Study(
                uid,
                Masked.name(study.header().patientName()),
                study.header().patientSex(),
                birthDate.length() >= 4 ? birthDate.substring(0, 4) : "",
                study.header().modality(),
                study.header().studyDescription(),
                study.devices(),
                study.lastReceivedAt(),
                study.received(),
                study.waiting(),
                study.delivered(),
                study.confirmed(),
                study.refused(),
                study.quarantined(),
                study.refusals(),
                center);
    }

    private static StatusReport.Center center(CenterStudies.CenterStudy study) {
        return new StatusReport.Center(study.state(), study.readingStatus(), study.readerName());
    }
}
