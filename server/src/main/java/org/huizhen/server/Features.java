package org.huizhen.server;

import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import javax.net.ssl.SSLException;
import org.huizhen.config.Secret;
import org.huizhen.config.ServerSettings;
import org.huizhen.config.TlsIdentity;
import org.huizhen.server.imaging.ReadingStates;
import org.huizhen.server.reading.ReadingFeature;
import org.huizhen.server.reading.ReadingSettings;
import org.huizhen.server.reading.ReportItems;
import org.huizhen.server.reading.StudyReading;
import org.huizhen.server.reading.critical.CriticalFeature;
import org.huizhen.server.recognition.RecognitionFeature;
import org.huizhen.server.recognition.RecognitionItem;
import org.huizhen.server.signaling.room.IceServers;

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
                recognition::markOf);
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
        return (handle, studies) -> reading.statesOf(handle, studies).entrySet().stream()
                .collect(Collectors.toMap(Map.Entry::getKey, entry -> state(entry.getValue())));
    }

    private static ReadingStates.ReadingState state(StudyReading reading) {
        return new ReadingStates.ReadingState(
                reading.requestId(),
                reading.status(),
                reading.readerName(),
                reading.reportId().filter(id -> reading.finalAt().isPresent()));
    }

    /** What clients of rooms are told of STUN and TURN. */
    static IceServers.Settings iceServers(ServerSettings settings) {
        ServerSettings.Media media = settings.media();
        return new IceServers.Settings(
                media.stun(), media.turn(), media.turnSecret().map(Secret::reveal), media.turnLife());
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
}
