package org.huizhen.server.patient;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.LocalDate;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.huizhen.server.core.MasterPatientId;
import org.huizhen.server.core.OrganizationId;
import org.huizhen.server.core.PatientId;
import org.huizhen.server.database.Transaction;
import org.jdbi.v3.core.Handle;

/** The table {@code patient}. */
final class Patients {
    static final String COLUMNS = """
            p.id, p.version, p.master_patient_id, p.merged_into, p.organization_id, o.name as organization_name,
            o.code as organization_code, p.issuer, coalesce(p.local_id, p.local_id_mask) as local_id, p.name, p.sex,
            p.birth_date, p.identity_mask, p.phone_mask, p.address_mask, p.identity_kind, p.mother_id,
            (select count(*) from patient q where q.master_patient_id = p.master_patient_id and q.merged_into is null)
              as group_size,
            (select max(l.linked_by) from patient_link l
              where l.to_master_id = p.master_patient_id and l.undone_at is null) as linked_by
            """;

    /** Of the rows {@code self} and {@code p}. */
    static final String SHARED = """
            (p.identity_hash is not null and p.identity_hash = self.identity_hash) is true as same_identity,
            (p.organization_id = self.organization_id and p.local_id_hash = self.local_id_hash) is true as same_local_id
            """;

    private static final String SELECT =
            "select " + COLUMNS + " from patient p join organization o on o.id = p.organization_id ";

    private final PatientVault vault;

    Patients(PatientVault vault) {
        this.vault = vault;
    }

    /** What is written of a new patient; numbers in clear, they are sealed on the way in. */
    record Draft(
            OrganizationId organization,
            String issuer,
            Optional<String> localId,
            String name,
            Sex sex,
            Optional<LocalDate> birthDate,
            Optional<IdentityNumber> identityNumber,
            Optional<String> phone) {

        @Override
        public String toString() {
            return "Draft[…]";
        }
    }

    Optional<Patient> find(Handle handle, PatientId id) {
        return handle.createQuery(SELECT + "where p.id = :id")
                .bind("id", id)
                .map((row, context) -> map(row))
                .findOne();
    }

    /** Locks the row until the transaction ends, so that a version compared stays the version changed. */
    Optional<Patient> lock(Transaction transaction, PatientId id) {
        return transaction
                .handle()
                .createQuery(SELECT + "where p.id = :id for update of p")
                .bind("id", id)
                .map((row, context) -> map(row))
                .findOne();
    }

    Optional<Patient> byLocalId(Handle handle, OrganizationId organization, String issuer, String localId) {
        return handle.createQuery(SELECT + """
                        where p.organization_id = :organization and p.issuer = :issuer and p.local_id_hash in (<hashes>)
                        """)
                .bind("organization", organization)
                .bind("issuer", issuer)
                .bindList("hashes", vault.localIdHashes(localId))
                .map((row, context) -> map(row))
                .findOne();
    }

    List<Patient> ofMaster(Handle handle, MasterPatientId master) {
        return handle.createQuery(
                        SELECT + "where p.master_patient_id = :master and p.merged_into is null order by p.id")
                .bind("master", master)
                .map((row, context) -> map(row))
                .list();
    }

    List<Patient> all(Handle handle, Collection<UUID> ids) {
        return handle.createQuery(SELECT + "where p.id = any(:ids)")
                .bindArray("ids", UUID.class, ids)
                .map((row, context) -> map(row))
                .list();
    }

    /** Whether others have been merged into this one. */
    boolean hasMerged(Handle handle, PatientId id) {
        return handle.createQuery("select exists (select 1 from patient where merged_into = :id)")
                .bind("id", id)
                .mapTo(Boolean.class)
                .one();
    }

    void merge(Transaction transaction, PatientId merged, PatientId survivor) {
        transaction
                .handle()
                .createUpdate("""
                        update patient set merged_into = :survivor, version = version + 1, changed_at = :now where id = :merged
                        """)
                .bind("survivor", survivor)
                .bind("now", transaction.now())
                .bind("merged", merged)
                .execute();
    }

    /** Patients of the organization that a study's own words may mean: by Patient ID, by name, or by birth date and sex. */
    List<Similar> resembling(Handle handle, OrganizationId organization, Demographics said) {
        List<byte[]> hashes =
                said.patientId().isEmpty() ? List.of(new byte[] {0}) : vault.localIdHashes(said.patientId());
        return handle.createQuery("select " + COLUMNS + """
                        , false as same_identity, (p.local_id_hash in (<hashes>)) is true as same_local_id
                        from patient p join organization o on o.id = p.organization_id
                        where p.organization_id = :organization and p.merged_into is null and (p.local_id_hash in (<hashes>)
                          or p.name_key = :nameKey or (p.birth_date = :birthDate and p.sex = :sex))
                        order by p.changed_at desc limit 50
                        """)
                .bind("organization", organization)
                .bindList("hashes", hashes)
                .bind("nameKey", PersonNames.key(said.name()))
                .bind("birthDate", said.knownBirthDate().orElse(null))
                .bind("sex", said.knownSex().identifier())
                .map((row, context) -> new Similar(map(row), shared(row)))
                .list();
    }

    /** Another patient, and the numbers both share. */
    record Similar(Patient patient, Agreement.Shared shared) {}

    /**
     * Others that may be the same person: the same identity number, the same Patient ID in the same organization, or the
     * same name and birth date; of one person elsewhere the eldest first.
     */
    List<Similar> similar(Handle handle, PatientId id) {
        return handle.createQuery("select " + COLUMNS + ", " + SHARED + """
                        from patient self
                        join patient p on p.id <> self.id and (p.identity_hash = self.identity_hash
                          or (p.local_id_hash = self.local_id_hash and p.organization_id = self.organization_id)
                          or (p.name_key = self.name_key and p.birth_date = self.birth_date))
                        join organization o on o.id = p.organization_id
                        where self.id = :id and p.merged_into is null order by p.id limit 200
                        """)
                .bind("id", id)
                .map((row, context) -> new Similar(map(row), shared(row)))
                .list();
    }

    Agreement.Shared shared(Handle handle, PatientId a, PatientId b) {
        return handle.createQuery("select " + SHARED + " from patient self, patient p where self.id = :a and p.id = :b")
                .bind("a", a)
                .bind("b", b)
                .map((row, context) -> shared(row))
                .one();
    }

    static Agreement.Shared shared(ResultSet row) throws SQLException {
        return new Agreement.Shared(row.getBoolean("same_identity"), row.getBoolean("same_local_id"));
    }

    /** Names for locks of whatever two patients may be linked by, without being it; in an order that all keep. */
    List<String> numberKeys(Handle handle, PatientId id) {
        return handle.createQuery("""
                        select key from patient p, lateral (values
                          (1, 'identity/' || encode(p.identity_hash, 'hex')),
                          (2, p.organization_id || '/' || encode(p.local_id_hash, 'hex'))) keys(rank, key)
                        where p.id = :id and key is not null order by rank
                        """).bind("id", id).mapTo(String.class).list();
    }

    /** Waits for whoever is registering the same patient at this moment; held until the transaction ends. */
    void lockRegistration(Handle handle, String what) {
        handle.createQuery("select 1 from (select pg_advisory_xact_lock(hashtextextended(:what, 300))) locked")
                .bind("what", what)
                .mapTo(Integer.class)
                .one();
    }

    PatientId insert(Transaction transaction, Draft draft) {
        Handle handle = transaction.handle();
        PatientId id = PatientId.next();
        MasterPatientId master = MasterPatientId.next();
        handle.createUpdate("insert into master_patient (id, created_at) values (:id, :now)")
                .bind("id", master)
                .bind("now", transaction.now())
                .execute();
        Optional<PatientVault.Sealed> localIdHash = draft.localId().map(vault::localIdHash);
        boolean plain = draft.localId().isPresent()
                && !IdentityNumber.looksLike(draft.localId().get());
        handle.createUpdate("""
                        insert into patient (id, organization_id, issuer, local_id, local_id_mask, local_id_hash, local_id_key,
                          name, name_key, sex, birth_date, master_patient_id, created_at, changed_at)
                        values (:id, :organization, :issuer, :localId, :localIdMask, :localIdHash, :localIdKey,
                          :name, :nameKey, :sex, :birthDate, :master, :now, :now)
                        """)
                .bind("id", id)
                .bind("organization", draft.organization())
                .bind("issuer", draft.issuer())
                .bind("localId", plain ? draft.localId().get() : null)
                .bind(
                        "localIdMask",
                        plain ? null : draft.localId().map(IdentityNumber::mask).orElse(null))
                .bind("localIdHash", localIdHash.map(PatientVault.Sealed::bytes).orElse(null))
                .bind(
                        "localIdKey",
                        localIdHash.map(PatientVault.Sealed::keyVersion).orElse(null))
                .bind("name", draft.name())
                .bind("nameKey", PersonNames.key(draft.name()))
                .bind("sex", draft.sex().identifier())
                .bind("birthDate", draft.birthDate().orElse(null))
                .bind("master", master)
                .bind("now", transaction.now())
                .execute();
        draft.identityNumber().ifPresent(number -> setIdentityNumber(handle, id, number));
        draft.phone().ifPresent(phone -> setPhone(handle, id, phone));
        return id;
    }

    void setIdentityNumber(Handle handle, PatientId id, IdentityNumber number) {
        PatientVault.Sealed cipher = vault.encrypt(id, "identity", number.text());
        PatientVault.Sealed hash = vault.identityHash(number);
        handle.createUpdate("""
                        update patient set identity_mask = :mask, identity_cipher = :cipher, identity_cipher_key = :cipherKey,
                          identity_hash = :hash, identity_hash_key = :hashKey where id = :id
                        """)
                .bind("mask", number.toString())
                .bind("cipher", cipher.bytes())
                .bind("cipherKey", cipher.keyVersion())
                .bind("hash", hash.bytes())
                .bind("hashKey", hash.keyVersion())
                .bind("id", id)
                .execute();
    }

    void setPhone(Handle handle, PatientId id, String phone) {
        PatientVault.Sealed cipher = vault.encrypt(id, "phone", phone);
        handle.createUpdate(
                        "update patient set phone_mask = :mask, phone_cipher = :cipher, phone_cipher_key = :key where id = :id")
                .bind("mask", maskPhone(phone))
                .bind("cipher", cipher.bytes())
                .bind("key", cipher.keyVersion())
                .bind("id", id)
                .execute();
    }

    void setAddress(Handle handle, PatientId id, String address) {
        PatientVault.Sealed cipher = vault.encrypt(id, "address", address);
        handle.createUpdate("""
                        update patient set address_mask = :mask, address_cipher = :cipher, address_cipher_key = :key where id = :id
                        """)
                .bind("mask", maskAddress(address))
                .bind("cipher", cipher.bytes())
                .bind("key", cipher.keyVersion())
                .bind("id", id)
                .execute();
    }

    /** Somebody nobody can name, or a newborn. */
    void setKind(Handle handle, PatientId id, String kind, Optional<PatientId> mother) {
        handle.createUpdate("update patient set identity_kind = :kind, mother_id = :mother where id = :id")
                .bind("kind", kind)
                .bind("mother", mother.map(PatientId::value).orElse(null))
                .bind("id", id)
                .execute();
    }

    void setDemographics(Transaction transaction, PatientId id, String name, Sex sex, Optional<LocalDate> birthDate) {
        transaction
                .handle()
                .createUpdate("""
                        update patient set name = :name, name_key = :nameKey, sex = :sex, birth_date = :birthDate,
                          version = version + 1, changed_at = :now where id = :id
                        """)
                .bind("name", name)
                .bind("nameKey", PersonNames.key(name))
                .bind("sex", sex.identifier())
                .bind("birthDate", birthDate.orElse(null))
                .bind("now", transaction.now())
                .bind("id", id)
                .execute();
    }

    /** Identity number and telephone in clear, by field name; only what is there. */
    Optional<String> reveal(Handle handle, PatientId id, String field) {
        String column = switch (field) {
            case "identity" -> "identity_cipher";
            case "address" -> "address_cipher";
            default -> "phone_cipher";
        };
        return handle.createQuery("select " + column + ", " + column + "_key from patient where id = :id and " + column
                        + " is not null")
                .bind("id", id)
                .map((row, context) -> new PatientVault.Sealed(row.getBytes(1), row.getInt(2)))
                .findOne()
                .map(cipher -> vault.decrypt(id, field, cipher));
    }

    /** The first six characters, which name county or street: {@code 浙江省杭州市***}. */
    private static String maskAddress(String address) {
        int shown = Math.min(6, address.length() / 2);
        return address.substring(0, shown) + "***";
    }

    /** {@code 138****5678}. */
    private static String maskPhone(String phone) {
        int shown = Math.min(3, phone.length() / 3);
        int tail = Math.min(4, phone.length() * 2 / 5);
        return phone.substring(0, shown)
                + "*".repeat(phone.length() - shown - tail)
                + phone.substring(phone.length() - tail);
    }

    static Patient map(ResultSet row) throws SQLException {
        return new Patient(
                new PatientId(row.getObject("id", UUID.class)),
                row.getLong("version"),
                new MasterPatientId(row.getObject("master_patient_id", UUID.class)),
                Optional.ofNullable(row.getObject("merged_into", UUID.class)).map(PatientId::new),
                new OrganizationId(row.getObject("organization_id", UUID.class)),
                row.getString("organization_name"),
                row.getString("organization_code"),
                row.getString("issuer"),
                Optional.ofNullable(row.getString("local_id")),
                row.getString("name"),
                Sex.of(row.getString("sex")),
                Optional.ofNullable(row.getObject("birth_date", LocalDate.class)),
                Optional.ofNullable(row.getString("identity_mask")),
                Optional.ofNullable(row.getString("phone_mask")),
                Optional.ofNullable(row.getString("address_mask")),
                row.getString("identity_kind"),
                Optional.ofNullable(row.getObject("mother_id", UUID.class)).map(PatientId::new),
                row.getInt("group_size"),
                Optional.ofNullable(row.getString("linked_by")));
    }
}
