package org.huizhen.server;

import io.micrometer.core.instrument.MeterRegistry;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import java.time.Clock;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import javax.net.ssl.SSLException;
import org.huizhen.config.Secret;
import org.huizhen.config.ServerSettings;
import org.huizhen.config.TlsIdentity;
import org.huizhen.server.core.Actor;
import org.huizhen.server.core.ExamOrderId;
import org.huizhen.server.core.OrganizationId;
import org.huizhen.server.core.PatientId;
import org.huizhen.server.core.RecognitionResultId;
import org.huizhen.server.core.StudyId;
import org.huizhen.server.database.Transaction;
import org.huizhen.server.imaging.OrderedStudies;
import org.huizhen.server.imaging.ReadingStates;
import org.huizhen.server.imaging.StudyRejection;
import org.huizhen.server.media.MediaMetrics;
import org.huizhen.server.media.kurento.KurentoMediaServer;
import org.huizhen.server.media.kurento.KurentoSettings;
import org.huizhen.server.order.OrderFeature;
import org.huizhen.server.order.PriorResults;
import org.huizhen.server.order.StudyOrder;
import org.huizhen.server.reading.ReadingFeature;
import org.huizhen.server.reading.ReadingSettings;
import org.huizhen.server.reading.ReportItems;
import org.huizhen.server.reading.StudyReading;
import org.huizhen.server.reading.WasteStudies;
import org.huizhen.server.reading.critical.CriticalFeature;
import org.huizhen.server.recognition.RecognitionFeature;
import org.huizhen.server.recognition.RecognitionItem;
import org.huizhen.server.signaling.room.IceServers;
import org.jdbi.v3.core.Handle;

/** Parts of {@link Services} that need more than a constructor call. */
final class Features {
    private Features() {}

    static RecognitionFeature recognition(Ground ground) {
        return new RecognitionFeature(
                new RecognitionFeature.Ground(
                        ground.database, ground.access, ground.grants, ground.audit, ground.settings.zone()),
                ground.settings.catalog(),
                ground.patients::linked);
    }

    static ReadingFeature reading(Ground ground, RecognitionFeature recognition) {
        ServerSettings settings = ground.settings;
        return new ReadingFeature(
                new ReadingFeature.Ground(ground.database, ground.access, ground.audit, ground.clock, ground.json),
                new ReadingSettings(
                        settings.reading().lease(),
                        settings.reading().singleSignature(),
                        settings.catalog(),
                        settings.zone(),
                        settings.reading().acknowledgePatience()),
                new CatalogItems(recognition),
                recognition::markOf,
                new RejectedStudies(new StudyRejection(ground.audit)));
    }

    static CriticalFeature critical(Ground ground) {
        return new CriticalFeature(
                ground.database,
                ground.access,
                ground.audit,
                ground.settings.catalog(),
                ground.settings.reading().criticalPatience());
    }

    /** What imaging shows of the reading of studies. */
    static ReadingStates readingStates(ReadingFeature reading) {
        return new ReadStudies(reading);
    }

    private record ReadStudies(ReadingFeature reading) implements ReadingStates {
        @Override
        public Map<StudyId, ReadingState> of(Handle handle, Collection<StudyId> studies) {
            return reading.statesOf(handle, studies).entrySet().stream()
                    .collect(Collectors.toMap(Map.Entry::getKey, entry -> state(entry.getValue())));
        }

        @Override
        public Map<String, String> arrivalPriorities(Handle handle, OrganizationId organization) {
            return reading.arrivalPriorities(handle, organization);
        }

        private static ReadingState state(StudyReading reading) {
            return new ReadingState(
                    reading.requestId(),
                    reading.status(),
                    reading.priority(),
                    reading.readerName(),
                    reading.reportId().filter(id -> reading.finalAt().isPresent()));
        }
    }

    /** What clients of rooms are told of STUN and TURN. */
    static IceServers.Settings iceServers(ServerSettings settings) {
        ServerSettings.Media media = settings.media();
        return new IceServers.Settings(
                media.stun(), media.turn(), media.turnSecret().map(Secret::reveal), media.turnLife());
    }

    /** The media server, where there is one. */
    static Optional<KurentoMediaServer> mediaServer(Ground ground, MeterRegistry meters) {
        return kurento(ground.settings, ground.cluster.members().self().name())
                .map(kurento -> new KurentoMediaServer(kurento, new MediaMetrics(meters)));
    }

    /** @param node tells what it makes on the media server from what others make */
    static Optional<KurentoSettings> kurento(ServerSettings settings, String node) {
        return settings.media()
                .kurento()
                .map(kurento -> KurentoSettings.standard(
                        kurento.uri(), settings.http().publicUrl().getAuthority() + " " + node));
    }

    static OrderFeature orders(Ground ground, RecognitionFeature recognition) {
        return new OrderFeature(
                new OrderFeature.Ground(ground.database, ground.access, ground.audit, ground.patients),
                new KnownResults(recognition, ground.clock),
                ground.settings.zone());
    }

    /** What imaging shows of orders. */
    static OrderedStudies orderedStudies(OrderFeature orders) {
        return (handle, studies) -> orders.ofStudies(handle, studies).entrySet().stream()
                .collect(Collectors.toMap(Map.Entry::getKey, entry -> ordered(entry.getValue())));
    }

    private static OrderedStudies.Order ordered(StudyOrder order) {
        return new OrderedStudies.Order(
                order.id(),
                order.accessionNumber(),
                order.purpose(),
                order.laterality(),
                order.indication(),
                order.differences().stream()
                        .map(one -> new OrderedStudies.Difference(one.field(), one.ordered(), one.sent()))
                        .toList());
    }

    static SslContext nettyTls(TlsIdentity identity) {
        try {
            return SslContextBuilder.forServer(identity.privateKey(), identity.chain())
                    .protocols("TLSv1.3", "TLSv1.2")
                    .build();
        } catch (SSLException e) {
            throw new IllegalStateException("the TLS certificate cannot be used for signaling", e);
        }
    }

    /** The items of recognition as the report editor offers them. */
    private record CatalogItems(RecognitionFeature recognition) implements ReportItems {
        @Override
        public List<Item> fitting(String modality, String bodyPart, boolean contrast) {
            return recognition.fitting(modality, bodyPart, contrast).stream()
                    .map(CatalogItems::item)
                    .toList();
        }

        @Override
        public List<Item> ofModality(String modality) {
            return recognition.ofModality(modality).stream()
                    .map(CatalogItems::item)
                    .toList();
        }

        @Override
        public Optional<Item> byCode(String code) {
            return recognition.byCode(code).map(CatalogItems::item);
        }

        private static Item item(RecognitionItem item) {
            return new Item(item.code(), item.name(), item.fallback());
        }
    }

    /** Imaging as readers tell it of waste. */
    private record RejectedStudies(StudyRejection studies) implements WasteStudies {
        @Override
        public void reject(Transaction transaction, Actor actor, StudyId study, String reason) {
            studies.reject(transaction, actor, study, reason);
        }

        @Override
        public void restore(Transaction transaction, Actor actor, StudyId study, String reason) {
            studies.restore(transaction, actor, study, reason);
        }
    }

    /** Recognition as orders ask it. */
    private record KnownResults(RecognitionFeature recognition, Clock clock) implements PriorResults {
        @Override
        public Optional<Item> item(String code) {
            return recognition.byCode(code).map(KnownResults::item);
        }

        @Override
        public List<Item> fitting(String modality, Optional<String> bodyPart, boolean contrast) {
            return recognition.fitting(modality, bodyPart.orElse(null), contrast).stream()
                    .map(KnownResults::item)
                    .toList();
        }

        @Override
        public List<RecognitionResultId> recognizable(Handle handle, PatientId patient, List<String> items) {
            return recognition.offered(handle, patient, items, clock.instant());
        }

        @Override
        public void repeat(
                Transaction transaction,
                Actor.Person actor,
                List<RecognitionResultId> results,
                Repeat why,
                ExamOrderId order) {
            recognition.repeat(
                    transaction, actor, results, why.reason(), why.note(), why.patientInformed(), order.toString());
        }

        private static Item item(RecognitionItem item) {
            return new Item(
                    item.code(),
                    item.name(),
                    item.modality(),
                    Optional.ofNullable(item.bodyPart()),
                    Optional.ofNullable(item.contrast()).map("enhanced"::equals));
        }
    }
}
