package org.huizhen.server.patient;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.huizhen.config.Keys;
import org.huizhen.server.access.Access;
import org.huizhen.server.access.Subject;
import org.huizhen.server.audit.AuditLog;
import org.huizhen.server.core.Actor;
import org.huizhen.server.core.ApiException;
import org.huizhen.server.core.ErrorCode;
import org.huizhen.server.core.OrganizationId;
import org.huizhen.server.core.PatientId;
import org.huizhen.server.database.Database;
import org.huizhen.server.database.Transaction;
import org.huizhen.server.http.Routes;
import org.jdbi.v3.core.Handle;

/** The patient index: what others ask of it, and its routes. */
public final class PatientFeature {
    private final Patients patients;
    private final PatientLinks links;
    private final PatientMatching matching;
    private final Registration registration;
    private final PatientResource resource;
    private final AuditLog audit;
    private final Database database;
    private final Access access;
    private final PatientDesk desk;
    private final MatchingHistory history = new MatchingHistory();

    public PatientFeature(Database database, Access access, AuditLog audit, Keys keys) {
        this.audit = audit;
        this.database = database;
        this.access = access;
        PatientVault vault = new PatientVault(keys);
        this.patients = new Patients(vault);
        PatientCandidates candidates = new PatientCandidates();
        this.links = new PatientLinks(patients, candidates, audit);
        this.matching = new PatientMatching(patients, links, audit);
        this.desk = new PatientDesk(patients, links, candidates, new PatientSearch(vault));
        this.registration = new Registration(patients, links, audit);
        this.resource = new PatientResource(database, access, audit, this, desk);
    }

    /** @param studies whose a study is, which merging and undoing change */
    public void routes(Routes routes, StudyPlaces studies) {
        resource.routes(routes);
        MatchingDesk matching = new MatchingDesk(patients, links, desk.candidates(), history, audit, studies);
        new MatchingResource(database, access, audit, desk, matching, history).routes(routes);
    }

    /** What a registration desk or an archivist enters; numbers in clear. */
    public record Draft(
            String name,
            Sex sex,
            Optional<LocalDate> birthDate,
            Optional<String> idNumber,
            Optional<String> phone,
            Optional<String> localId,
            Optional<String> address,
            IdentityKind identityKind,
            PatientId motherPatientId) {

        public Draft {
            birthDate = birthDate == null ? Optional.empty() : birthDate;
            idNumber = idNumber == null
                    ? Optional.empty()
                    : idNumber.map(String::strip).filter(text -> !text.isEmpty());
            phone = phone == null ? Optional.empty() : phone.map(String::strip).filter(text -> !text.isEmpty());
            localId = localId == null
                    ? Optional.empty()
                    : localId.map(String::strip).filter(text -> !text.isEmpty());
            address = address == null
                    ? Optional.empty()
                    : address.map(String::strip).filter(text -> !text.isEmpty());
            identityKind = identityKind == null ? IdentityKind.KNOWN : identityKind;
        }

        /** Keeps patient data out of logs. */
        @Override
        public String toString() {
            return "Draft[…]";
        }
    }

    /**
     * Finds or makes the patient of something that a device sent.
     *
     * @param issuer who gave the Patient ID: clinic and device, for example {@code CT1@10.1.2.3}
     */
    public PatientResolution resolve(
            Transaction transaction, OrganizationId organization, String issuer, Demographics said) {
        return matching.resolve(transaction, organization, issuer, said);
    }

    /**
     * Registers a patient by hand.
     *
     * @throws ApiException {@code invalid-request} for an identity number that does not hold or contradicts the rest,
     *     {@code conflict} for a local id that is taken
     */
    public PatientId register(Transaction transaction, Actor actor, OrganizationId organization, Draft draft) {
        return registration.register(transaction, actor, organization, draft);
    }

    /** What differs between a known patient and what is said of them elsewhere. */
    public record Difference(String field, String known, String said) {}

    /** Names in different scripts cannot be compared, and what one side leaves out is no difference. */
    public static List<Difference> differences(
            Patient known, String saidName, String saidSex, Optional<LocalDate> saidBirthDate) {
        List<Difference> found = new ArrayList<>();
        if (PersonNames.contradict(saidName, known.name())) {
            found.add(new Difference("name", known.name(), PersonNames.display(saidName)));
        }
        if (known.sex().contradicts(Sex.of(saidSex))) {
            found.add(new Difference("sex", known.sex().identifier(), saidSex));
        }
        if (known.birthDate().isPresent()
                && saidBirthDate.isPresent()
                && !known.birthDate().equals(saidBirthDate)) {
            found.add(new Difference(
                    "birthDate",
                    known.birthDate().get().toString(),
                    saidBirthDate.get().toString()));
        }
        return List.copyOf(found);
    }

    /** Writes down that somebody gave an unmatched study to a patient, so that it can be undone. */
    public void recordAssigned(
            Transaction transaction,
            Actor.Person actor,
            OrganizationId organization,
            StudyPlace before,
            StudyPlace after,
            String reason) {
        history.record(
                transaction,
                actor,
                new MatchingHistory.Draft(
                        MatchingAction.Kind.ASSIGN,
                        organization,
                        after.patient(),
                        Optional.empty(),
                        reason,
                        Optional.empty()),
                List.of(before),
                List.of(after));
    }

    /** Writes down that two persons moved studies from one patient to another. */
    public void recordChanged(
            Transaction transaction,
            Actor.Person actor,
            OrganizationId organization,
            List<StudyPlace> before,
            List<StudyPlace> after,
            String reason) {
        history.record(
                transaction,
                actor,
                new MatchingHistory.Draft(
                        MatchingAction.Kind.CHANGE,
                        organization,
                        before.getFirst().patient(),
                        after.getFirst().patient(),
                        reason,
                        Optional.empty()),
                before,
                after);
    }

    /** A patient of the organization whom a study's own words may mean. */
    public record Suggestion(Patient patient, int score, List<String> agrees, List<String> differs) {}

    /** Whom an unmatched study may belong to, the likeliest first. */
    public List<Suggestion> suggestions(Handle handle, OrganizationId organization, Demographics said) {
        return patients.resembling(handle, organization, said).stream()
                .map(similar -> {
                    Agreement agreement = Agreement.of(said, similar.patient(), similar.shared());
                    return new Suggestion(
                            similar.patient(), agreement.score(), agreement.agrees(), agreement.differs());
                })
                .sorted(Comparator.comparingInt(Suggestion::score).reversed())
                .limit(10)
                .toList();
    }

    /** The patient as {@code Patient} of the contract, numbers masked. */
    public static Object shown(Patient patient) {
        return PatientJson.View.of(patient);
    }

    public Optional<Patient> find(Handle handle, PatientId id) {
        return patients.find(handle, id);
    }

    /** What access to the patient is asked about. @throws ApiException {@code not-found} */
    public Subject subject(Handle handle, PatientId id) {
        Patient patient = patients.find(handle, id).orElseThrow(() -> new ApiException(ErrorCode.NOT_FOUND));
        return subject(patient);
    }

    /**
     * The local patients behind an id that is that of a local patient (then all linked with it) or of a master patient,
     * merged ones followed; empty when there is none.
     */
    public List<PatientId> linked(Handle handle, UUID localOrMaster) {
        return handle.createQuery("""
                        with recursive start(id) as (
                            select master_patient_id from patient where id = :id union select id from master_patient where id = :id),
                          followed(id) as (
                            select id from start
                            union select m.merged_into from master_patient m join followed f on m.id = f.id
                              where m.merged_into is not null)
                        select p.id from patient p join followed f on p.master_patient_id = f.id order by p.id
                        """)
                .bind("id", localOrMaster)
                .mapTo(UUID.class)
                .map(PatientId::new)
                .list();
    }

    /** Whether a text must be kept as keyed hash and mask only (decision 11). */
    public static boolean looksLikeIdentityNumber(String text) {
        return IdentityNumber.looksLike(text);
    }

    /** The text itself, or its mask when it looks like an identity number. */
    public static String maskIfIdentityNumber(String text) {
        return IdentityNumber.looksLike(text) ? IdentityNumber.mask(text) : text;
    }

    /** A person's name as people write it, from a decoded DICOM PN. */
    public static String displayName(String personName) {
        return PersonNames.display(personName);
    }

    static Subject subject(Patient patient) {
        return Subject.of(patient.organizationId())
                .withPatient(patient.id())
                .withMasterPatient(patient.masterPatientId());
    }
}
