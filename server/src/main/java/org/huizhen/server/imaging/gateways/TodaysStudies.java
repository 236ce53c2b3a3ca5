package org.huizhen.server.imaging.gateways;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.huizhen.server.core.GatewayId;
import org.huizhen.server.core.OrganizationId;
import org.huizhen.server.core.StudyId;
import org.huizhen.server.imaging.ReadingStates;
import org.jdbi.v3.core.Handle;

/** What a gateway's page shows of today: each study it sent and how far its reading is. */
final class TodaysStudies {
    private static final int MOST = 1000;
    private final ZoneId zone;
    private final ReadingStates readings;

    TodaysStudies(ZoneId zone, ReadingStates readings) {
        this.zone = zone;
        this.readings = readings;
    }

    record StudyState(
            String studyInstanceUid,
            String state,
            int received,
            int announced,
            Optional<String> readingStatus,
            Optional<String> priority,
            Optional<String> readerName) {}

    private record Row(StudyId id, String uid, String state, int received, int announced) {}

    /** How urgent what arrives is, by modality. */
    Map<String, String> priorities(Handle handle, OrganizationId organization) {
        return readings.arrivalPriorities(handle, organization);
    }

    List<StudyState> of(Handle handle, GatewayId gateway, Instant now) {
        Instant midnight = LocalDate.ofInstant(now, zone).atStartOfDay(zone).toInstant();
        List<Row> rows = handle.createQuery("""
                        select s.id, v.study_instance_uid, v.state, v.received, v.announced
                        from study s join study_summary v on v.study_id = s.id
                        where s.gateway_id = :gateway and s.last_received_at >= :midnight
                        order by s.received_at desc limit :most
                        """)
                .bind("gateway", gateway)
                .bind("midnight", midnight)
                .bind("most", MOST)
                .map((row, context) -> new Row(
                        new StudyId(row.getObject("id", UUID.class)),
                        row.getString("study_instance_uid"),
                        row.getString("state"),
                        row.getInt("received"),
                        row.getInt("announced")))
                .list();
        Map<StudyId, ReadingStates.ReadingState> states =
                readings.of(handle, rows.stream().map(Row::id).toList());
        return rows.stream()
                .map(row -> {
                    Optional<ReadingStates.ReadingState> reading = Optional.ofNullable(states.get(row.id()));
                    return new StudyState(
                            row.uid(),
                            row.state(),
                            row.received(),
                            row.announced(),
                            reading.map(ReadingStates.ReadingState::status),
                            reading.map(ReadingStates.ReadingState::priority),
                            reading.flatMap(ReadingStates.ReadingState::readerName));
                })
                .toList();
    }
}
