package org.huizhen.server.reading;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;

/**
 * How soon a report is due: {@code config/catalog/turnaround.yaml}. The first target that fits is taken, top down; a key
 * that is left out fits everything. Clocks named {@code working} run in the hours of the {@link WorkingCalendar}.
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

    private record Catalog(List<Target> targets, Integer preliminaryReviewMinutes, Integer headAfterMinutes) {}

    private static final Target FALLBACK = new Target(null, null, null, null, 240, "wall");

    private final List<Target> targets;
    private final WorkingCalendar calendar;
    private final Duration preliminaryReview;
    private final Duration headAfter;

    private TurnaroundTargets(Catalog catalog, WorkingCalendar calendar) {
        List<Target> targets = catalog.targets();
        if (targets.isEmpty() || targets.stream().anyMatch(target -> target.minutes() <= 0)) {
            throw new IllegalArgumentException(
                    "turnaround.yaml: every target needs minutes above 0, and one must be there");
        }
        this.targets = List.copyOf(targets);
        this.calendar = calendar;
        this.preliminaryReview = minutes(catalog.preliminaryReviewMinutes(), 120);
        this.headAfter = minutes(catalog.headAfterMinutes(), 15);
    }

    /** Reads the catalog's file. */
    static TurnaroundTargets load(Path catalog, ZoneId zone) {
        YAMLMapper yaml = new YAMLMapper();
        yaml.disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES);
        try (var file = Files.newBufferedReader(catalog.resolve("turnaround.yaml"))) {
            return new TurnaroundTargets(yaml.readValue(file, Catalog.class), WorkingCalendar.load(catalog, zone));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** When the request as it stands is due, its clock having started then; 4 h later where no target fits. */
    Instant due(ReadingRequest request, Instant from) {
        Target target =
                targets.stream().filter(each -> each.fits(request)).findFirst().orElse(FALLBACK);
        Duration allowed = Duration.ofMinutes(target.minutes());
        return "working".equals(target.clock()) ? calendar.after(from, allowed) : from.plus(allowed);
    }

    /** Top down: the first that fits counts. */
    List<Target> targets() {
        return targets;
    }

    WorkingCalendar calendar() {
        return calendar;
    }

    /** How soon a preliminary report is to be reviewed. */
    Duration preliminaryReview() {
        return preliminaryReview;
    }

    /** How long after a missed target the head of the center is called. */
    Duration headAfter() {
        return headAfter;
    }

    private static Duration minutes(Integer configured, int usual) {
        return Duration.ofMinutes(configured == null ? usual : configured);
    }
}
