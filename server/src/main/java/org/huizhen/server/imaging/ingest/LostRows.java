package org.huizhen.server.imaging.ingest;

import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.huizhen.dicom.encoding.DicomFormatException;
import org.huizhen.server.blob.BlobId;
import org.huizhen.server.blob.BlobStore;
import org.huizhen.server.core.Actor;
import org.huizhen.server.core.Event;
import org.huizhen.server.core.GatewayId;
import org.huizhen.server.core.OrganizationId;
import org.huizhen.server.core.StudyId;
import org.huizhen.server.core.Uuids;
import org.huizhen.server.database.Database;
import org.huizhen.server.database.Transaction;
import org.huizhen.server.patient.PatientFeature;
import org.jdbi.v3.core.Handle;

/**
 * Makes the rows of instances again whose bytes are here but which no row names. Whose they are is no part of the bytes:
 * the study's row tells it, else what a gateway has announced with this very digest; where neither does, the file stays
 * unnamed. A study whose row stands keeps its id, and with it readings, orders and patient; one that is made again
 * arrives anew.
 */
final class LostRows {
    private static final int FILES = 1000;

    private final Database database;
    private final BlobStore blobs;
    private final StoredBytes bytes;
    private final PatientFeature patients;
    private final StudyRows studies = new StudyRows();
    private final InstanceRows instances = new InstanceRows();

    LostRows(Database database, BlobStore blobs, StoredBytes bytes, PatientFeature patients) {
        this.database = database;
        this.blobs = blobs;
        this.bytes = bytes;
        this.patients = patients;
    }

    /** Answers how many files no row names afterwards. */
    int restore() {
        blobs.takeBack();
        int unnamed = 0;
        for (BlobId blob : unnamed()) { // the earliest first, as they came
            if (!restore(blob)) {
                unnamed++;
            }
        }
        return unnamed;
    }

    private List<BlobId> unnamed() {
        List<UUID> found = new ArrayList<>();
        Set<UUID> batch = new HashSet<>();
        try (var files = blobs.published()) {
            files.map(BlobId::value).forEach(id -> {
                batch.add(id);
                if (batch.size() == FILES) {
                    found.addAll(withoutRow(batch));
                }
            });
        }
        found.addAll(withoutRow(batch));
        return found.stream().sorted().map(BlobId::new).toList();
    }

    private Set<UUID> withoutRow(Set<UUID> batch) {
        Set<UUID> ids = new HashSet<>(batch);
        batch.clear();
        ids.removeAll(database.read(handle -> instances.named(handle, Set.copyOf(ids))));
        return ids;
    }

    private boolean restore(BlobId blob) {
        StoredBytes.Read read;
        try {
            read = bytes.read(blob, Optional.empty());
        } catch (DicomFormatException | IOException e) {
            return false;
        }
        return database.write(transaction -> restore(transaction, blob, read));
    }

    private boolean restore(Transaction transaction, BlobId blob, StoredBytes.Read read) {
        InstanceIndex index = read.index();
        InstanceRows.Known known = instances
                .known(transaction.handle(), List.of(index.instance().uid()))
                .get(index.instance().uid());
        if (known != null) {
            return conflict(transaction, known, blob, read);
        }
        if (contradictsManifest(transaction.handle(), read)) {
            return false; // not the bytes that came, or those of a conflict
        }
        Optional<StudyRow> study =
                studies.lock(transaction.handle(), index.study().uid()).or(() -> make(transaction, read));
        return study.isPresent() && insert(transaction, study.get().id(), blob, read);
    }

    /**
     * Other bytes under the UID of an instance of the same study go back into quarantine. Of a repetition, another encoding,
     * or another study's UID nobody knows who sent it: false, the first is served.
     */
    private boolean conflict(Transaction transaction, InstanceRows.Known known, BlobId blob, StoredBytes.Read read) {
        InstanceIndex index = read.index();
        String syntax = index.instance().transferSyntaxUid();
        boolean same = known.sameBytes(syntax, read.digest())
                || !known.transferSyntaxUid().equals(syntax);
        Optional<StudyRow> study =
                studies.lock(transaction.handle(), index.study().uid());
        if (same || study.isEmpty() || !study.get().id().equals(known.study()) || damaged(transaction, known)) {
            return false;
        }
        boolean made = transaction
                        .handle()
                        .createUpdate("""
                                insert into quarantined_instance (id, reason, study_instance_uid, series_instance_uid,
                                  sop_instance_uid, sop_class_uid, transfer_syntax_uid, digest, bytes, blob_id,
                                  organization_id, gateway_id, issuer, study_id, received_at)
                                select :id, 'otherDigest', study_instance_uid, :series, :sop, :class, :syntax, :digest,
                                  :bytes, :blob, organization_id, gateway_id, issuer, id, :came from study where id = :study
                                on conflict (sop_instance_uid, organization_id, transfer_syntax_uid, digest) do nothing
                                """)
                        .bind("id", Uuids.next())
                        .bind("series", index.series().uid())
                        .bind("sop", index.instance().uid())
                        .bind("class", index.instance().sopClassUid())
                        .bind("syntax", syntax)
                        .bind("digest", read.digest())
                        .bind("bytes", read.bytes())
                        .bind("blob", blob)
                        .bind("came", blob.at())
                        .bind("study", known.study())
                        .execute()
                > 0;
        transaction.handle().createUpdate("""
                        update study s set conflicts = greatest(conflicts,
                          (select count(*) from quarantined_instance q where q.study_id = s.id)) where id = :study
                        """).bind("study", known.study()).execute();
        return made;
    }

    /** Where the bytes of the first are not those that came, the disk is at fault and other bytes prove no conflict. */
    private boolean damaged(Transaction transaction, InstanceRows.Known known) {
        UUID blob = transaction
                .handle()
                .createQuery("select blob_id from instance where id = :id")
                .bind("id", known.id())
                .mapTo(UUID.class)
                .one();
        try {
            return !Arrays.equals(bytes.read(new BlobId(blob), Optional.empty()).digest(), known.digest());
        } catch (DicomFormatException | IOException e) {
            return true;
        }
    }

    private static boolean contradictsManifest(Handle handle, StoredBytes.Read read) {
        return handle.createQuery("""
                        select coalesce(bool_and(digest <> :digest), false) from manifest_entry
                        where study_instance_uid = :study and sop_instance_uid = :sop and transfer_syntax_uid = :syntax
                        """)
                .bind("digest", read.digest())
                .bind("study", read.index().study().uid())
                .bind("sop", read.index().instance().uid())
                .bind("syntax", read.index().instance().transferSyntaxUid())
                .mapTo(Boolean.class)
                .one();
    }

    private record Announcer(OrganizationId organization, String code, GatewayId gateway) {}

    private Optional<StudyRow> make(Transaction transaction, StoredBytes.Read read) {
        Handle handle = transaction.handle();
        InstanceIndex index = read.index();
        return announcer(handle, read).flatMap(announcer -> {
            Sender sender = new Sender(
                    new Actor.Gateway(announcer.gateway(), announcer.organization(), "reindex", ""),
                    announcer.organization(),
                    announcer.code());
            Optional<String> issuer = issuer(handle, announcer, index);
            studies.insert(transaction, sender, issuer.orElse(announcer.code() + "/"), index);
            StudyRow made = studies.lock(handle, index.study().uid()).orElseThrow();
            // Who issued the Patient ID is not known for sure: then a person decides whose the study is.
            issuer.ifPresent(known -> studies.setPatient(
                    handle,
                    made.id(),
                    patients.resolve(transaction, announcer.organization(), known, index.patient())));
            transaction.publish(Event.of(
                    "study.arrived", "study", made.id(), made.version(), made.organization(), transaction.now()));
            return Optional.of(made);
        });
    }

    private static Optional<Announcer> announcer(Handle handle, StoredBytes.Read read) {
        return handle.createQuery("""
                        select g.id, g.organization_id, o.code from manifest_entry e
                        join gateway g on g.id = e.gateway_id join organization o on o.id = g.organization_id
                        where e.study_instance_uid = :study and e.sop_instance_uid = :sop and e.digest = :digest
                          and e.transfer_syntax_uid = :syntax
                        order by e.seq limit 1
                        """)
                .bind("study", read.index().study().uid())
                .bind("sop", read.index().instance().uid())
                .bind("digest", read.digest())
                .bind("syntax", read.index().instance().transferSyntaxUid())
                .map((row, context) -> new Announcer(
                        new OrganizationId(row.getObject("organization_id", UUID.class)),
                        row.getString("code"),
                        new GatewayId(row.getObject("id", UUID.class))))
                .findOne();
    }

    /** The one device of the organization that has issued this Patient ID. */
    private static Optional<String> issuer(Handle handle, Announcer announcer, InstanceIndex index) {
        List<String> issuers = handle.createQuery("""
                        select distinct issuer from patient
                        where organization_id = :organization and local_id = :id and local_id <> '' limit 2
                        """)
                .bind("organization", announcer.organization())
                .bind("id", index.patient().patientId())
                .mapTo(String.class)
                .list();
        return issuers.size() == 1 ? Optional.of(issuers.getFirst()) : Optional.empty();
    }

    /** The least that the index needs: the rest is read from the bytes with all other rows. */
    private boolean insert(Transaction transaction, StudyId study, BlobId blob, StoredBytes.Read read) {
        Handle handle = transaction.handle();
        InstanceIndex index = read.index();
        Instant came = blob.at();
        InstanceRows.KnownSeries series = instances
                .series(transaction, study, Map.of(index.series().uid(), index.series()))
                .get(index.series().uid());
        if (!series.study().equals(study)) {
            return false;
        }
        handle.createUpdate("update series set received_at = :came where id = :id and received_at > :came")
                .bind("came", came)
                .bind("id", series.id())
                .execute();
        handle.createUpdate("""
                        insert into instance (id, series_id, study_id, sop_instance_uid, sop_class_uid,
                          transfer_syntax_uid, digest, bytes, blob_id, patient_key, character_set, received_at)
                        values (:id, :series, :study, :uid, :class, :syntax, :digest, :bytes, :blob, :patientKey,
                          (select max(character_set) from instance where study_id = :study), :came)
                        """)
                .bind("id", Uuids.next())
                .bind("series", series.id())
                .bind("study", study)
                .bind("uid", index.instance().uid())
                .bind("class", index.instance().sopClassUid())
                .bind("syntax", index.instance().transferSyntaxUid())
                .bind("digest", read.digest())
                .bind("bytes", read.bytes())
                .bind("blob", blob)
                .bind("patientKey", index.patientKey())
                .bind("came", came)
                .execute();
        return true;
    }
}
