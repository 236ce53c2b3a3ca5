package org.huizhen.server.imaging.ingest;

import io.javalin.http.Context;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.huizhen.dicom.dataset.SpecificCharacterSet;
import org.huizhen.server.access.Permission;
import org.huizhen.server.blob.BlobException;
import org.huizhen.server.blob.BlobStore;
import org.huizhen.server.core.Actor;
import org.huizhen.server.core.ApiException;
import org.huizhen.server.core.ErrorCode;
import org.huizhen.server.core.OrganizationId;
import org.huizhen.server.database.Database;
import org.huizhen.server.http.Routes;
import org.huizhen.server.imaging.multipart.MediaType;
import org.huizhen.server.imaging.multipart.MultipartException;
import org.huizhen.server.imaging.multipart.MultipartReader;

/**
 * STOW-RS (PS3.18 10.5): instances of any study, or of one. Headers {@code Huizhen-Device} and {@code
 * Huizhen-Device-Address}, of the request or of a part, name the device that issued the Patient ID; a part's {@code
 * Huizhen-Character-Set} the set its text is really in.
 */
final class StowResource {
    private static final String DEVICE = "Huizhen-Device";
    private static final String DEVICE_ADDRESS = "Huizhen-Device-Address";
    private static final String CHARACTER_SET = "huizhen-character-set";
    private static final int MOST_PARTS = 20_000;
    private static final long LEAST_ROOM = 1 << 20;

    private final Database database;
    private final BlobStore blobs;
    private final Ingest ingest;
    private final InstanceIndexer indexer;
    private final IngestRules rules;
    private final MeterRegistry meters;

    StowResource(
            Database database,
            BlobStore blobs,
            Ingest ingest,
            InstanceIndexer indexer,
            IngestRules rules,
            MeterRegistry meters) {
        this.database = database;
        this.blobs = blobs;
        this.ingest = ingest;
        this.indexer = indexer;
        this.rules = rules;
        this.meters = meters;
    }

    void register(Routes routes) {
        routes.post("/dicomweb/studies", Permission.STUDY_SEND, this::store);
        routes.post("/dicomweb/studies/{study}", Permission.STUDY_SEND, this::store);
    }

    private void store(Context context, Actor actor) throws IOException {
        Timer.Sample sample = Timer.start(meters);
        String boundary = boundary(context);
        Sender sender = sender(actor);
        Optional<String> study = Optional.ofNullable(context.pathParamMap().get("study"));
        List<Arrival> arrivals = new ArrayList<>();
        try (BlobStore.Room room =
                        blobs.reserve(Math.max(LEAST_ROOM, context.req().getContentLengthLong()));
                InputStream body = decoded(context)) {
            receive(context, new MultipartReader(body, boundary), study, arrivals);
            List<Outcome> outcomes = ingest.store(sender, arrivals);
            count(arrivals, outcomes);
            String root = rules.publicUrl() + "/dicomweb/studies"
                    + study.map(uid -> "/" + uid).orElse("");
            StowAnswer answer = StowAnswer.of(root, arrivals, outcomes);
            context.status(answer.status())
                    .contentType("application/dicom+json")
                    .result(answer.json());
        } catch (MultipartException e) {
            throw ApiException.invalid("body", "multipart", e.getMessage());
        } catch (BlobException e) {
            if (e.full()) {
                throw new ApiException(ErrorCode.OUT_OF_SPACE);
            }
            throw e;
        } finally {
            arrivals.forEach(arrival ->
                    arrival.readable().ifPresent(readable -> readable.blob().close()));
            sample.stop(meters.timer("huizhen.ingest.request"));
        }
    }

    private void receive(Context context, MultipartReader reader, Optional<String> study, List<Arrival> arrivals)
            throws IOException {
        PartReceiver receiver = new PartReceiver(blobs, indexer, rules.characterSets(), rules.largestInstance());
        String fallback =
                device(context.header(DEVICE), context.header(DEVICE_ADDRESS)).orElse("upload");
        for (Optional<Map<String, String>> part = reader.next(); part.isPresent(); part = reader.next()) {
            if (arrivals.size() == MOST_PARTS) {
                throw new ApiException(ErrorCode.TOO_LARGE, Map.of("limit", MOST_PARTS + " parts"));
            }
            Map<String, String> headers = part.get();
            String device = device(
                            headers.get(DEVICE.toLowerCase(Locale.ROOT)),
                            headers.get(DEVICE_ADDRESS.toLowerCase(Locale.ROOT)))
                    .orElse(fallback);
            Arrival arrival = receiver.receive(
                    reader,
                    device,
                    Optional.ofNullable(headers.get(CHARACTER_SET)).flatMap(StowResource::characterSet));
            boolean misplaced = arrival.readable().isPresent()
                    && study.isPresent()
                    && !study.get().equals(arrival.uids().study());
            if (misplaced) {
                arrival.readable().get().blob().close();
                arrival = Arrival.failed(arrival.uids(), device, FailureReason.OTHER_STUDY);
            }
            arrivals.add(arrival);
        }
    }

    private static String boundary(Context context) {
        MediaType type =
                MediaType.parse(Optional.ofNullable(context.contentType()).orElse(""));
        boolean dicom = type.parameter("type")
                .map(part -> part.equalsIgnoreCase("application/dicom"))
                .orElse(true);
        if (!type.is("multipart/related") || !dicom) {
            throw unsupported("multipart/related; type=\"application/dicom\"");
        }
        return type.parameter("boundary")
                .orElseThrow(() -> ApiException.invalid("Content-Type", "boundary", "boundary"));
    }

    private static InputStream decoded(Context context) throws IOException {
        InputStream body = context.req().getInputStream();
        String coding = Optional.ofNullable(context.header("Content-Encoding")).orElse("identity");
        return DecodedBody.of(body, coding.strip().toLowerCase(Locale.ROOT))
                .orElseThrow(() -> unsupported("Content-Encoding: identity, gzip, zstd"));
    }

    private static ApiException unsupported(String expected) {
        return new ApiException(ErrorCode.UNSUPPORTED_MEDIA_TYPE, Map.of("expected", expected));
    }

    private Sender sender(Actor actor) {
        OrganizationId organization = actor.organization().orElseThrow(() -> new ApiException(ErrorCode.NOT_ALLOWED));
        String code = database.read(handle -> handle.createQuery("select code from organization where id = :id")
                .bind("id", organization)
                .mapTo(String.class)
                .one());
        return new Sender(actor, organization, code);
    }

    /** Terms of (0008,0005); unknown ones are not taken, so that text is never spoilt by a typing error. */
    private static Optional<SpecificCharacterSet> characterSet(String terms) {
        SpecificCharacterSet set = SpecificCharacterSet.of(terms.strip().split("\\\\"));
        return set.fallback() ? Optional.empty() : Optional.of(set);
    }

    /** {@code AE} or {@code AE@address}, of printable characters. */
    private static Optional<String> device(String title, String address) {
        if (title == null || title.isBlank()) {
            return Optional.empty();
        }
        String cleanTitle = clean(title, 16);
        String cleanAddress = address == null ? "" : clean(address, 45);
        return Optional.of(cleanAddress.isEmpty() ? cleanTitle : cleanTitle + "@" + cleanAddress);
    }

    private static String clean(String text, int longest) {
        String printable = text.strip().replaceAll("[^\\x21-\\x7E]", "_");
        return printable.substring(0, Math.min(longest, printable.length()));
    }

    private void count(List<Arrival> arrivals, List<Outcome> outcomes) {
        for (int i = 0; i < arrivals.size(); i++) {
            String outcome = switch (outcomes.get(i)) {
                case Outcome.Stored ignored -> "stored";
                case Outcome.AlreadyStored ignored -> "alreadyStored";
                case Outcome.OtherEncoding ignored -> "otherEncoding";
                case Outcome.Failed failed -> failed.reason().slug();
            };
            meters.counter("huizhen.ingest.instances", "outcome", outcome).increment();
            if (outcomes.get(i) instanceof Outcome.Stored) {
                long bytes = arrivals.get(i)
                        .readable()
                        .map(readable -> readable.blob().bytes())
                        .orElse(0L);
                meters.counter("huizhen.ingest.bytes").increment(bytes);
            }
        }
    }
}
