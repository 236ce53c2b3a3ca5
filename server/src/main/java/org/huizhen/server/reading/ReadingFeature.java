package org.huizhen.server.reading;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.time.Clock;
import java.time.Duration;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.huizhen.server.access.Access;
import org.huizhen.server.audit.AuditLog;
import org.huizhen.server.core.Actor;
import org.huizhen.server.core.OrganizationId;
import org.huizhen.server.core.Purpose;
import org.huizhen.server.core.ReadingRequestId;
import org.huizhen.server.core.ReportId;
import org.huizhen.server.core.StudyId;
import org.huizhen.server.database.Database;
import org.huizhen.server.database.Transaction;
import org.huizhen.server.http.Routes;
import org.jdbi.v3.core.Handle;

/** Flow 1, read at the center: requests, leases, reports with two signatures. */
public final class ReadingFeature {
    private static final Set<String> STUDY_EVENTS =
            Set.of("study.arrived", "study.updated", "study.completed", "study.reopened", "study.matched");

    /** What this feature stands on. */
    public record Ground(Database database, Access access, AuditLog audit, Clock clock, ObjectMapper json) {}

    private final Database database;
    private final Clock clock;
    private final Reports reports;
    private final Leases leases;
    private final ReadingRequestResource requests;
    private final ReportReading reading;
    private final ReportResource reportRoutes;
    private final ReportAcknowledging acknowledging;
    private final AcknowledgementResource acknowledgements;
    private final ReadingWatch watch;
    private final ReadingRuleResource rules;
    private final QualityResource quality;
    private final WorkingCalendarResource calendar;

    /** Subscribes to the outbox (before its start). */
    public ReadingFeature(
            Ground ground, ReadingSettings settings, ReportItems items, RecognitionMarks marks, WasteStudies waste) {
        this.database = ground.database();
        this.clock = ground.clock();
        this.reports = new Reports(ground.json());
        Access access = ground.access();
        AuditLog audit = ground.audit();
        Duration lease = settings.lease();
        TurnaroundTargets targets = TurnaroundTargets.load(settings.catalog(), settings.zone());
        RequestDesk desk = new RequestDesk(database, access, audit);
        SecondPerson secondPerson = new SecondPerson(reports, settings.singleSignature());
        ItemChoice choice = new ItemChoice(items);
        ReportVersionNotes notes = new ReportVersionNotes(ground.json());
        SigningChecks checks = new SigningChecks(SafetyRules.load(settings.catalog(), settings.zone()));
        this.acknowledging = new ReportAcknowledging(database, access, audit, reports, settings.acknowledge());
        ReportIssue issue = new ReportIssue(reports, notes, choice, checks, acknowledging, audit);
        RequestFiling filing = new RequestFiling(database, access, desk, targets, waste);
        this.leases = new Leases(database, desk, secondPerson, lease);
        ReadingRequestResource.Operations operations = new ReadingRequestResource.Operations(
                filing,
                leases,
                new ReportWriting(desk, reports, issue, targets, lease),
                new ReportReview(desk, reports, issue, secondPerson, lease),
                checks);
        this.requests = new ReadingRequestResource(database, access, clock, operations, reports, choice);
        this.reading = new ReportReading(database, access, audit, reports, notes, marks);
        this.reportRoutes =
                new ReportResource(reading, new ReportCorrection(database, desk, reports, issue, targets), requests);
        this.acknowledgements = new AcknowledgementResource(acknowledging);
        this.watch = new ReadingWatch(database, desk, targets);
        this.rules = new ReadingRuleResource(database, access, audit);
        this.calendar = new WorkingCalendarResource(database, access, audit, targets);
        calendar.refresh();
        this.quality = new QualityResource(database, access, clock);
        database.outbox().subscribe("reading", STUDY_EVENTS, filing::onStudy);
        database.outbox().subscribe("reading-order", Set.of("examOrder.performed"), filing::onOrder);
    }

    public void routes(Routes routes) {
        requests.register(routes);
        reportRoutes.register(routes);
        acknowledgements.register(routes);
        rules.register(routes);
        quality.register(routes);
        calendar.register(routes);
    }

    /** Every type of event that this feature publishes. */
    public static Set<String> eventTypes() {
        Set<String> types = new HashSet<>(Set.of(
                ReportIssue.PRELIMINARY,
                ReportIssue.FINAL,
                ReportIssue.VOIDED,
                ReportIssue.OPENED,
                ReportAcknowledging.ASKED,
                ReportAcknowledging.GIVEN,
                ReportAcknowledging.ESCALATED));
        Arrays.stream(RequestEvent.values()).map(RequestEvent::type).forEach(types::add);
        return Set.copyOf(types);
    }

    /** The version in force as paper shows it. @throws ApiException {@code not-found}, {@code not-allowed} */
    public PrintedReport print(Actor.Person actor, ReportId id) {
        return reading.print(actor, id);
    }

    /** The version as it stands today, for whoever holds its printed code. The caller tells no more than it may. */
    public Optional<PrintedReport> printed(ReportId id, int number) {
        return reading.verify(id, number);
    }

    /** A job, every few seconds: lets go of leases that nobody renewed. Returns how many. */
    public int expireLeases() {
        return leases.expire();
    }

    /** A job, every few seconds: missed targets, preliminary reports unreviewed, acknowledgements not given. */
    public int watch() {
        calendar.refresh();
        return watch.run() + acknowledging.escalate();
    }

    /**
     * Files a request by itself when a study of the organization and modality arrives.
     *
     * @param mode A, B or C
     * @param priority emergency, urgent or routine
     * @throws IllegalArgumentException for other words
     */
    public void setRule(
            Transaction transaction, OrganizationId organization, String modality, String mode, String priority) {
        ReadingRules.set(
                transaction,
                new ReadingRules.Rule(
                        organization,
                        modality,
                        ReadingMode.valueOf(mode),
                        Priority.of(priority),
                        priority.equals("emergency") ? Purpose.EMERGENCY : Purpose.OUTPATIENT,
                        true));
    }

    /** Lets one person sign alone there; modality {@code *} is every one. */
    public void allowSingleSignature(
            Transaction transaction, OrganizationId organization, String modality, String reason) {
        ReadingRules.allowSingleSignature(transaction, organization, modality, reason);
    }

    /** The study that a request is about. The caller asks access. */
    public Optional<StudyId> studyOf(Handle handle, ReadingRequestId request) {
        return ReadingRequests.find(handle, request).map(found -> found.origin.study());
    }

    /** The priority by modality of what the organization's rules file on arrival. */
    public Map<String, String> arrivalPriorities(Handle handle, OrganizationId organization) {
        return ReadingRules.of(handle, organization).stream()
                .filter(ReadingRules.Rule::files)
                .collect(Collectors.toMap(
                        ReadingRules.Rule::modality, rule -> rule.priority().identifier()));
    }

    /** How far each study has come; studies without a request are left out. The caller has asked access. */
    public Map<StudyId, StudyReading> statesOf(Handle handle, Collection<StudyId> studies) {
        List<ReadingRequest> newest = ReadingRequests.newestOf(handle, studies);
        var heads = reports.ofRequests(
                handle, newest.stream().map(ReadingRequest::id).toList());
        Map<StudyId, StudyReading> states = new HashMap<>();
        for (ReadingRequest request : newest) {
            request.expireLease(clock.instant());
            Optional<Reports.Head> head =
                    Optional.ofNullable(heads.get(request.id())).filter(Reports.Head::issued);
            states.put(
                    request.origin.study(),
                    new StudyReading(
                            request.id(),
                            request.state.status(),
                            request.priority.identifier(),
                            Optional.ofNullable(request.lease)
                                    .map(lease -> lease.holder().name()),
                            request.due(),
                            head.map(Reports.Head::id),
                            Optional.ofNullable(request.finalAt),
                            head.map(Reports.Head::openedAt)));
        }
        return states;
    }
}
