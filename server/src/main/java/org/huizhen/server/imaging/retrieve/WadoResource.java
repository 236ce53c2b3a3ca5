package org.huizhen.server.imaging.retrieve;

import io.javalin.http.Context;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.huizhen.dicom.encoding.TransferSyntax;
import org.huizhen.server.access.Permission;
import org.huizhen.server.blob.BlobStore;
import org.huizhen.server.core.Actor;
import org.huizhen.server.core.ApiException;
import org.huizhen.server.core.ErrorCode;
import org.huizhen.server.database.Database;
import org.huizhen.server.http.Routes;
import org.huizhen.server.imaging.StudyLooks;
import org.huizhen.server.patient.PatientFeature;

/** WADO-RS for instances: of a study, a series, or one (PS3.18 10.4.1.1). */
public final class WadoResource {
    private static final int MOST_REMEMBERED = 20_000;

    private final Database database;
    private final BlobStore blobs;
    private final PatientFeature patients;
    private final StudyLooks looks;
    private final DirectBuffers buffers = new DirectBuffers();
    private final StoredInstances instances = new StoredInstances();
    private final Remembered<StoredInstances.Part, StoredInstance> known = new Remembered<>(MOST_REMEMBERED);

    public WadoResource(Database database, BlobStore blobs, PatientFeature patients, StudyLooks looks) {
        this.database = database;
        this.blobs = blobs;
        this.patients = patients;
        this.looks = looks;
    }

    public void register(Routes routes) {
        String study = "/dicomweb/studies/{study}";
        String series = study + "/series/{series}";
        String instance = series + "/instances/{instance}";
        for (String path : List.of(study, series, instance)) {
            routes.get(path, Permission.STUDY_READ, this::retrieve);
        }
        MetadataResource metadata = new MetadataResource(this);
        for (String path : List.of(study, series, instance)) {
            routes.get(path + "/metadata", Permission.STUDY_READ, metadata::answer);
        }
        routes.get(instance + "/frames/{frames}", Permission.STUDY_READ, new FrameResource(this)::answer);
        routes.get(instance + "/bulkdata/<path>", Permission.STUDY_READ, new BulkDataResource(this)::answer);
    }

    /** A study that was opened, and the part of it that the address names. */
    record Request(StudyLooks.Opened study, StoredInstances.Part part) {}

    Request open(Context context, Actor actor) {
        StudyLooks.Opened study = looks.open(actor, context.pathParam("study"));
        return new Request(
                study,
                new StoredInstances.Part(
                        study.id(),
                        Optional.ofNullable(context.pathParamMap().get("series")),
                        Optional.ofNullable(context.pathParamMap().get("instance"))));
    }

    /** @throws ApiException {@code not-found} when the address names nothing */
    List<StoredInstance> instances(Request request) {
        List<StoredInstance> found = database.read(handle -> instances.list(handle, request.part()));
        if (found.isEmpty()) {
            throw new ApiException(ErrorCode.NOT_FOUND);
        }
        return found;
    }

    /** The one instance that the address names; where it lies never changes, so that frame after frame needs no query. */
    StoredInstance instance(Request request) {
        return known.find(request.part()).orElseGet(() -> {
            StoredInstance found = instances(request).getFirst();
            known.keep(request.part(), found);
            return found;
        });
    }

    List<StoredInstances.Header> headers(Request request) {
        return database.read(handle -> instances.headers(handle, request.part()));
    }

    Optional<PatientTruth> truth(Request request) {
        return database.read(handle -> request.study()
                .patient()
                .flatMap(id -> patients.find(handle, id))
                .flatMap(patient ->
                        PatientTruth.of(handle, patients, request.study().id(), patient)));
    }

    DirectBuffers buffers() {
        return buffers;
    }

    BlobStore blobs() {
        return blobs;
    }

    private void retrieve(Context context, Actor actor) throws IOException {
        Request request = open(context, actor);
        boolean raw = Boolean.parseBoolean(context.queryParam("raw"));
        if (raw) {
            looks.require(actor, Permission.STUDY_RAW, request.study());
        }
        List<StoredInstance> found = instances(request);
        Chosen chosen = raw ? raw(context, found) : choose(context, found);
        if (raw) {
            looks.recordRaw(actor, request.study());
        }
        InstanceWriter writer = raw ? InstanceWriter.raw(blobs) : InstanceWriter.correcting(blobs, truth(request));
        if (chosen.multipart()) {
            sendAll(context, found, chosen.target(), writer);
        } else {
            sendOne(context, found.getFirst(), chosen.target(), writer);
        }
    }

    private record Chosen(InstanceWriter.Target target, boolean multipart) {}

    private static Chosen choose(Context context, List<StoredInstance> found) {
        for (Accepting.Wish wish : Accepting.wishes(context, Accepting.DICOM)) {
            InstanceWriter.Target target = wish.anySyntax()
                    ? InstanceWriter.Target.AS_STORED
                    : new InstanceWriter.Target(Optional.of(
                            TransferSyntax.of(wish.syntax().orElse(TransferSyntax.EXPLICIT_LITTLE_ENDIAN.uid()))));
            if (wish.type().equals(Accepting.DICOM)
                    && (wish.multipart() || found.size() == 1)
                    && found.stream().allMatch(target::possible)) {
                return new Chosen(target, wish.multipart());
            }
        }
        throw new ApiException(ErrorCode.NOT_ACCEPTABLE);
    }

    private static Chosen raw(Context context, List<StoredInstance> found) {
        boolean multipart = Accepting.wishes(context, Accepting.DICOM).stream()
                .anyMatch(wish -> wish.multipart() && wish.type().equals(Accepting.DICOM));
        return new Chosen(InstanceWriter.Target.AS_STORED, multipart || found.size() > 1);
    }

    private void sendOne(Context context, StoredInstance instance, InstanceWriter.Target target, InstanceWriter writer)
            throws IOException {
        context.res().setContentType(Accepting.DICOM + "; transfer-syntax=" + syntax(instance, target));
        if (writer.surelyAsStored(instance, target)) {
            context.res().setContentLengthLong(instance.bytes());
        }
        writer.write(instance, target, new ResponseBody(context, buffers));
    }

    private void sendAll(
            Context context, List<StoredInstance> found, InstanceWriter.Target target, InstanceWriter writer)
            throws IOException {
        MultipartParts parts = new MultipartParts();
        context.res().setContentType(parts.contentType(Accepting.DICOM));
        if (found.stream().allMatch(instance -> writer.surelyAsStored(instance, target))) {
            context.res()
                    .setContentLengthLong(found.stream()
                                    .mapToLong(instance -> instance.bytes() + begin(parts, instance, target).length)
                                    .sum()
                            + parts.end().length);
        }
        ResponseBody body = new ResponseBody(context, buffers);
        for (StoredInstance instance : found) {
            body.write(begin(parts, instance, target));
            writer.write(instance, target, body);
        }
        body.write(parts.end());
    }

    private static byte[] begin(MultipartParts parts, StoredInstance instance, InstanceWriter.Target target) {
        return parts.begin(Accepting.DICOM + "; transfer-syntax=" + syntax(instance, target));
    }

    private static String syntax(StoredInstance instance, InstanceWriter.Target target) {
        return target.syntax().map(TransferSyntax::uid).orElse(instance.transferSyntaxUid());
    }
}
