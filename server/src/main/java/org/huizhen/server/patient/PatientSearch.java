package org.huizhen.server.patient;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.huizhen.server.access.Scope;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.Query;

/** Finds patients in reach by name, local id, identity number or birth date. */
final class PatientSearch {
    private final PatientVault vault;

    PatientSearch(PatientVault vault) {
        this.vault = vault;
    }

    /** Criteria, all of which must hold; {@code typed} is a name or its part, a local id, or an identity number. */
    record Criteria(
            Optional<String> typed,
            Optional<String> name,
            Optional<String> idNumber,
            Optional<String> localId,
            Optional<LocalDate> birthDate) {

        boolean none() {
            return kinds().isEmpty();
        }

        /** Which criteria were used, for the audit trail; never their values. */
        List<String> kinds() {
            List<String> kinds = new ArrayList<>();
            typed.ifPresent(ignored -> kinds.add("query"));
            name.ifPresent(ignored -> kinds.add("name"));
            idNumber.ifPresent(ignored -> kinds.add("idNumber"));
            localId.ifPresent(ignored -> kinds.add("localId"));
            birthDate.ifPresent(ignored -> kinds.add("birthDate"));
            return kinds;
        }

        @Override
        public String toString() {
            return "Criteria" + kinds();
        }
    }

    /** At most {@code rows} patients after the given one, the newest first. */
    List<Patient> find(Handle handle, Scope scope, Criteria criteria, Optional<UUID> after, int rows) {
        List<String> where = new ArrayList<>(
                List.of("p.merged_into is null", scope.condition("p.organization_id", "p.id", "p.master_patient_id")));
        boolean typedIdentity = criteria.typed().map(IdentityNumber::looksLike).orElse(false);
        if (criteria.typed().isPresent()) {
            where.add(
                    typedIdentity
                            ? "(p.identity_hash in (<typedIdentity>) or p.local_id_hash in (<typedLocal>))"
                            : "(p.name_key like :typed or p.local_id_hash in (<typedLocal>))");
        }
        criteria.name().ifPresent(name -> where.add("p.name_key like :name"));
        criteria.idNumber().ifPresent(number -> where.add("p.identity_hash in (<identity>)"));
        criteria.localId().ifPresent(id -> where.add("p.local_id_hash in (<local>)"));
        criteria.birthDate().ifPresent(date -> where.add("p.birth_date = :birthDate"));
        after.ifPresent(id -> where.add("p.id < :after"));
        Query query = scope.bind(handle.createQuery(
                "select " + Patients.COLUMNS + " from patient p join organization o on o.id = p.organization_id where "
                        + String.join(" and ", where) + " order by p.id desc limit :rows"));
        criteria.typed().ifPresent(text -> {
            if (typedIdentity) {
                query.bindList("typedIdentity", vault.identityHashes(IdentityNumber.normalize(text)));
            }
            query.bind("typed", part(text)).bindList("typedLocal", vault.localIdHashes(text));
        });
        criteria.name().ifPresent(text -> query.bind("name", part(text)));
        criteria.idNumber()
                .ifPresent(text -> query.bindList("identity", vault.identityHashes(IdentityNumber.normalize(text))));
        criteria.localId().ifPresent(text -> query.bindList("local", vault.localIdHashes(text)));
        criteria.birthDate().ifPresent(date -> query.bind("birthDate", date));
        after.ifPresent(id -> query.bind("after", id));
        return query.bind("rows", rows).map((row, context) -> Patients.map(row)).list();
    }

    /** The key holds letters and digits only, so nothing in it is a wildcard; one without any finds nobody. */
    private static String part(String typed) {
        String key = PersonNames.key(typed);
        return key.isEmpty() ? "" : "%" + key + "%";
    }
}
