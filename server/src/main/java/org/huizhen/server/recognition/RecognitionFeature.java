package org.huizhen.server.recognition;

import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.huizhen.server.access.Access;
import org.huizhen.server.access.Grants;
import org.huizhen.server.audit.AuditLog;
import org.huizhen.server.core.Actor;
import org.huizhen.server.core.ApiException;
import org.huizhen.server.core.OrganizationId;
import org.huizhen.server.core.PatientId;
import org.huizhen.server.core.RecognitionResultId;
import org.huizhen.server.core.ReportId;
import org.huizhen.server.core.Uuids;
import org.huizhen.server.database.Database;
import org.huizhen.server.database.Transaction;
import org.huizhen.server.http.Routes;
import org.jdbi.v3.core.Handle;

/** Mutual recognition: the catalogue of items, qualifications, marks on signed reports, look-up, decisions. */
public final class RecognitionFeature {
    /** What this feature stands on; {@code zone} is where days begin. */
    public record Ground(Database database, Access access, Grants grants, AuditLog audit, ZoneId zone) {}

    private final RecognitionItems items = new RecognitionItems();
    private final LinkedPatients linked;
    private final ZoneId zone;
    private final Deciding deciding;
    private final Qualifying qualifying;
    private final RecognitionResource resource;

    /** Loads the catalogue into its table and subscribes to the outbox (before its start); the schema must stand. */
    public RecognitionFeature(Ground ground, Path catalog, LinkedPatients patients) {
        Database database = ground.database();
        items.load(database, catalog);
        RecognitionLookup lookup = new RecognitionLookup(
                database, ground.access(), ground.grants(), ground.audit(), patients, ground.zone());
        this.qualifying = new Qualifying(database, ground.access(), ground.audit(), items);
        this.linked = patients;
        this.zone = ground.zone();
        this.deciding = new Deciding(database, ground.audit(), lookup, ground.zone());
        this.resource =
                new RecognitionResource(database, ground.access(), items, lookup, deciding, qualifying, ground.zone());
        Marking marking = new Marking(items, ground.zone());
        database.outbox()
                .subscribe("recognition", Set.of("report.final", "report.voided", "study.matched"), marking::on);
    }

    public void routes(Routes routes) {
        resource.register(routes);
    }

    /** Every type of event that this feature publishes. */
    public static Set<String> eventTypes() {
        return Set.of(Marking.CHANGED, Deciding.DECIDED);
    }

    /** Items of the modality, body part (may be null) and contrast. */
    public List<RecognitionItem> fitting(String modality, String bodyPart, boolean contrast) {
        return items.all().stream()
                .filter(item -> item.fits(modality, bodyPart, contrast))
                .toList();
    }

    public List<RecognitionItem> ofModality(String modality) {
        return items.all().stream().filter(item -> item.ofModality(modality)).toList();
    }

    public Optional<RecognitionItem> byCode(String code) {
        return items.byCode(code);
    }

    /** The person's results that are offered today for one of the items, whoever holds them. */
    public List<RecognitionResultId> offered(Handle handle, PatientId patient, List<String> items, Instant now) {
        LocalDate today = LocalDate.ofInstant(now, zone);
        return RecognitionResults.ofPatients(handle, linked.of(handle, patient.value()), Optional.empty()).stream()
                .filter(result -> items.contains(result.itemCode()))
                .filter(result -> result.decision().refusals(today).isEmpty())
                .map(RecognitionResult::id)
                .toList();
    }

    /**
     * Keeps that an ordered examination is repeated in spite of the results.
     *
     * @param reason one of the six codes
     * @throws org.huizhen.server.core.ApiException {@code invalid-request} naming what lacks
     */
    public void repeat(
            Transaction transaction,
            Actor.Person actor,
            List<RecognitionResultId> results,
            String reason,
            Optional<String> note,
            boolean patientInformed,
            String examOrder) {
        RepeatReason why =
                RepeatReason.known(reason).orElseThrow(() -> ApiException.invalid("repeat.reason", "unknown", reason));
        for (RecognitionResultId id : results) {
            RecognitionResult result =
                    RecognitionResults.find(transaction.handle(), id).orElseThrow();
            deciding.decideWithin(
                    transaction,
                    actor,
                    new RecognitionDecisions.Draft(
                            id,
                            result.itemCode(),
                            examOrder,
                            RecognitionDecisions.Kind.REPEATED,
                            why,
                            patientInformed,
                            note.orElse(null)));
        }
    }

    /** The mark that the report bears, for example 县HR. */
    public Optional<String> markOf(Handle handle, ReportId report) {
        return RecognitionResults.ofReport(handle, report).map(RecognitionResult::mark);
    }

    /**
     * The organization passed the item's quality assessment.
     *
     * @param from first day
     * @param until last day
     * @throws org.huizhen.server.core.ApiException for an unknown item or organization
     */
    public void qualify(
            Transaction transaction,
            Actor actor,
            OrganizationId organization,
            String itemCode,
            LocalDate from,
            LocalDate until) {
        qualifying.add(
                transaction,
                actor,
                new Qualifications.Qualification(
                        Uuids.next(), organization, "", itemCode, from, until, null, null, null));
    }
}
