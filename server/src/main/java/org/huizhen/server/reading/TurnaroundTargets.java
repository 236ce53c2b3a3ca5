package org.huizhen.server.reading;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/**
 * How soon a report is due: {@code config/catalog/turnaround.yaml}. The first target that fits is taken, top down; a key
 * that is left out fits everything. Both clocks run on the wall until a working calendar is configured.
 */
final class TurnaroundTargets {
    /** @param clock {@code wall} or {@code working} */
    record Target(String modality, String bodyPart, String priority, String purpose, int minutes, String clock) {
        boolean fits(ReadingRequest request) {
            return fits(modality, request.modality)
                    && fits(bodyPart, request.bodyPart)
                    && fits(priority, request.priority.identifier())
                    && fits(purpose, request.purpose.identifier());
        }

        private static boolean fits(String wanted, String there) {
            return wanted == null || wanted.equals(there);
        }
    }

    private record Catalog(List<Target> targets) {}

    private final List<Target> targets;

    TurnaroundTargets(List<Target> targets) {
        if (targets.isEmpty() || targets.stream().anyMatch(target -> target.minutes() <= 0)) {
            throw new IllegalArgumentException(
                    "turnaround.yaml: every target needs minutes above 0, and one must be there");
        }
        this.targets = List.copyOf(targets);
    }

    /** Reads the catalog's file. */
    static TurnaroundTargets load(Path catalog) {
        YAMLMapper yaml = new YAMLMapper();
        yaml.disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES);
        try (var file = Files.newBufferedReader(catalog.resolve("turnaround.yaml"))) {
            return new TurnaroundTargets(yaml.readValue(file, Catalog.class).targets());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The target of the request as it stands; 4 h where no target fits. */
    Duration of(ReadingRequest request) {
        return targets.stream()
                .filter(target -> target.fits(request))
                .findFirst()
                .map(target -> Duration.ofMinutes(target.minutes()))
                .orElse(Duration.ofHours(4));
    }
}
