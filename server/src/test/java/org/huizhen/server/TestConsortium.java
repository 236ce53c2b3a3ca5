package org.huizhen.server;

import java.time.Instant;
import java.time.LocalDate;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.huizhen.server.core.Actor;
import org.huizhen.server.core.Event;
import org.huizhen.server.core.OrganizationId;
import org.huizhen.server.core.PatientId;
import org.huizhen.server.core.SessionId;
import org.huizhen.server.core.StudyId;
import org.huizhen.server.core.UserId;
import org.huizhen.server.core.Uuids;
import org.huizhen.server.database.Database;

/** A center with two clinics and a person of each role, as rows; studies of the kind a test asks for. */
public final class TestConsortium {
    /** A study to be; {@link #of} is a whole, matched chest CT that has just arrived. */
    public record Study(
            String modality,
            String bodyPart,
            boolean contrast,
            boolean matched,
            boolean complete,
            int received,
            int announced,
            Instant at) {
        public static Study of(Instant at) {
            return new Study("CT", "CHEST", false, true, true, 3, 3, at);
        }

        public Study kind(String otherModality, String otherBodyPart) {
            return new Study(otherModality, otherBodyPart, contrast, matched, complete, received, announced, at);
        }

        public Study unmatched() {
            return new Study(modality, bodyPart, contrast, false, complete, received, announced, at);
        }

        public Study arriving(int have, int want) {
            return new Study(modality, bodyPart, contrast, matched, false, have, want, at);
        }
    }

    public final OrganizationId center;
    public final OrganizationId clinic1;
    public final OrganizationId clinic2;
    public final Actor.Person reader;
    public final Actor.Person secondReader;
    public final Actor.Person reviewer;
    public final Actor.Person physician1;
    public final Actor.Person physician2;
    public final Actor.Person specialist;
    public final Actor.Person admin;
    private final Map<String, Actor.Person> people = new HashMap<>();
    private final Database database;

    public TestConsortium(Database database) {
        this.database = database;
        this.center = organization("C", "县人民医院", "center", null);
        this.clinic1 = organization("T1", "东乡卫生院", "township", center);
        this.clinic2 = organization("T2", "西乡卫生院", "township", center);
        this.reader = person("reader", center, "reader");
        this.secondReader = person("reader2", center, "reader");
        this.reviewer = person("reviewer", center, "reviewer");
        this.physician1 = person("physician1", clinic1, "physician");
        this.physician2 = person("physician2", clinic2, "physician");
        this.specialist = person("specialist", center, "specialist");
        this.admin = person("admin", center, "admin");
    }

    public Database database() {
        return database;
    }

    private OrganizationId organization(String code, String name, String kind, OrganizationId parent) {
        OrganizationId id = new OrganizationId(Uuids.next());
        database.run(transaction -> transaction
                .handle()
                .createUpdate("insert into organization (id, code, name, kind, parent_id, created_at)"
                        + " values (:id, :code, :name, :kind, :parent, :now)")
                .bind("id", id)
                .bind("code", code)
                .bind("name", name)
                .bind("kind", kind)
                .bind("parent", parent == null ? null : parent.value())
                .bind("now", transaction.now())
                .execute());
        return id;
    }

    public Optional<Actor.Person> named(String username) {
        return Optional.ofNullable(people.get(username));
    }

    public Actor.Person person(String username, OrganizationId organization, String... roles) {
        UserId user = UserId.next();
        SessionId session = new SessionId(Uuids.next());
        database.run(transaction -> {
            transaction
                    .handle()
                    .createUpdate("""
                            insert into app_user (id, organization_id, username, display_name, password_hash, created_at)
                            values (:id, :organization, :name, :display, 'none', :now)
                            """)
                    .bind("id", user)
                    .bind("organization", organization)
                    .bind("name", username)
                    .bind("display", "Dr " + username)
                    .bind("now", transaction.now())
                    .execute();
        });
        Actor.Person person = new Actor.Person(
                user, organization, username, "Dr " + username, Set.of(roles), session, Locale.ENGLISH, "127.0.0.1");
        people.put(username, person);
        return person;
    }

    /** A local patient with a master of their own. */
    public PatientId patient(OrganizationId organization, String name) {
        return patient(organization, name, Uuids.next());
    }

    /** A local patient linked to the master, which is made if need be. */
    public PatientId patient(OrganizationId organization, String name, UUID master) {
        PatientId id = new PatientId(Uuids.next());
        database.run(transaction -> {
            transaction
                    .handle()
                    .createUpdate(
                            "insert into master_patient (id, created_at) values (:id, :now) on conflict do nothing")
                    .bind("id", master)
                    .bind("now", transaction.now())
                    .execute();
            transaction
                    .handle()
                    .createUpdate("""
                            insert into patient (id, organization_id, issuer, name, name_key, sex, birth_date,
                              master_patient_id, created_at, changed_at)
                            values (:id, :organization, 'test', :name, upper(:name), 'female', :birth, :master, :now, :now)
                            """)
                    .bind("id", id)
                    .bind("organization", organization)
                    .bind("name", name)
                    .bind("birth", LocalDate.of(1970, 1, 2))
                    .bind("master", master)
                    .bind("now", transaction.now())
                    .execute();
        });
        return id;
    }

    /** Stores the study and publishes {@code study.arrived}. */
    public StudyId study(OrganizationId organization, PatientId patient, Study study) {
        StudyId id = StudyId.next();
        database.run(transaction -> {
            transaction
                    .handle()
                    .createUpdate("""
                            insert into study (id, study_instance_uid, organization_id, issuer, patient_id, matched,
                              sent_patient_key, modality, body_part, contrast, study_at, state, certainty, received,
                              announced, received_at, last_received_at)
                            values (:id, :uid, :organization, 'test', :patient, :matched, 1, :modality, :bodyPart, :contrast,
                              :at, :state, 'confirmed', :received, :announced, :now, :now)
                            """)
                    .bind("id", id)
                    .bind("uid", "2.25." + Math.abs(id.value().getMostSignificantBits()))
                    .bind("organization", organization)
                    .bind("patient", patient)
                    .bind("matched", study.matched())
                    .bind("modality", study.modality())
                    .bind("bodyPart", study.bodyPart())
                    .bind("contrast", study.contrast())
                    .bind("at", study.at())
                    .bind("state", study.complete() ? "complete" : "arriving")
                    .bind("received", study.received())
                    .bind("announced", study.announced())
                    .bind("now", transaction.now())
                    .execute();
            transaction.publish(Event.of("study.arrived", "study", id, 1, organization, transaction.now()));
        });
        return id;
    }

    /** Changes the study's row and publishes the event. */
    public void change(StudyId id, OrganizationId organization, String assignments, String event) {
        database.run(transaction -> {
            transaction
                    .handle()
                    .createUpdate("update study set version = version + 1, " + assignments + " where id = :id")
                    .bind("id", id)
                    .execute();
            transaction.publish(Event.of(event, "study", id, 2, organization, transaction.now()));
        });
    }
}
