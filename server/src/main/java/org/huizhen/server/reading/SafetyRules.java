package org.huizhen.server.reading;

import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.Period;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * What a report may not say of this patient and these images (safety.md): the other sex's organs, words of another age,
 * "nothing abnormal" beside a positive box, the other side, gaps that a template left open.
 */
final class SafetyRules {
    /** Words that a template left to be filled in. */
    private static final Pattern GAP = Pattern.compile("_{2,}|＿{2,}|【\\s*】|\\[\\s*]|［\\s*］|\\{[^{}]{0,40}}");

    private static final Pattern CLAUSE = Pattern.compile("[。；;，,！!\\n]|\\d+[.、．]");
    private static final Pattern BOTH_SIDES = Pattern.compile("左右|右左|双侧|两侧|双");
    private static final Pattern LEFT = Pattern.compile("左|\\bleft\\b|\\bLT\\b", Pattern.CASE_INSENSITIVE);
    private static final Pattern RIGHT = Pattern.compile("右|\\bright\\b|\\bRT\\b", Pattern.CASE_INSENSITIVE);

    private record SexTerms(String sex, List<String> terms) {}

    private record AgeTerms(List<String> terms, Integer from, Integer to) {
        boolean excludes(int years) {
            return (from != null && years < from) || (to != null && years > to);
        }
    }

    /** What names a side of the body: the data sets of the images, and the order. */
    record Sides(Set<String> images, Set<String> ordered) {
        Sides {
            images = Set.copyOf(images);
            ordered = Set.copyOf(ordered);
        }
    }

    private record File(List<SexTerms> sex, List<AgeTerms> age, List<String> nothing) {}

    /**
     * A rule that the report breaks.
     *
     * @param field of the report to look at
     * @param confirmable whether a reason lets it be signed all the same
     * @param values fill the message: the term, the sides
     */
    record Breach(String rule, String field, boolean confirmable, Map<String, String> values) {}

    private final File file;
    private final ZoneId zone;

    private SafetyRules(File file, ZoneId zone) {
        this.file = file;
        this.zone = zone;
    }

    /** Without the file only the rules that need no words remain. */
    static SafetyRules load(Path catalog, ZoneId zone) {
        Path path = catalog.resolve("safety-rules.yaml");
        if (!Files.exists(path)) {
            return new SafetyRules(new File(List.of(), List.of(), List.of()), zone);
        }
        try (var text = Files.newBufferedReader(path)) {
            return new SafetyRules(new YAMLMapper().readValue(text, File.class), zone);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** @param sides L or R; empty where none is named */
    List<Breach> check(StudyFacts study, Sides sides, ReportContent content) {
        List<Breach> breaches = new ArrayList<>();
        sexes(study, content).ifPresent(breaches::add);
        ages(study, content).ifPresent(breaches::add);
        nothingButPositive(content).ifPresent(breaches::add);
        laterality(study, sides, content).ifPresent(breaches::add);
        gap(content).ifPresent(breaches::add);
        return List.copyOf(breaches);
    }

    private Optional<Breach> sexes(StudyFacts study, ReportContent content) {
        if (!Set.of("male", "female").contains(study.patientSex())) {
            return Optional.empty();
        }
        return file.sex().stream()
                .filter(words -> !words.sex().equals(study.patientSex()))
                .flatMap(words -> words.terms().stream())
                .filter(term -> says(content, term))
                .findFirst()
                .map(term -> new Breach("sex", field(content, term), true, Map.of("term", term)));
    }

    private Optional<Breach> ages(StudyFacts study, ReportContent content) {
        if (study.patientBirthDate() == null || study.studyAt() == null) {
            return Optional.empty();
        }
        LocalDate day = study.studyAt().atZone(zone).toLocalDate();
        int years = Period.between(study.patientBirthDate(), day).getYears();
        return file.age().stream()
                .filter(words -> words.excludes(years))
                .flatMap(words -> words.terms().stream())
                .filter(term -> says(content, term))
                .findFirst()
                .map(term -> new Breach(
                        "age", field(content, term), true, Map.of("term", term, "age", Integer.toString(years))));
    }

    /** Only where every clause of the conclusion is a negative one: "a nodule, else nothing abnormal" is no contradiction. */
    private Optional<Breach> nothingButPositive(ReportContent content) {
        if (!Boolean.TRUE.equals(content.positive()) || file.nothing().isEmpty()) {
            return Optional.empty();
        }
        List<String> clauses = CLAUSE.splitAsStream(text(content.conclusion()))
                .map(String::strip)
                .filter(clause -> !clause.isEmpty())
                .toList();
        boolean nothing = !clauses.isEmpty()
                && clauses.stream().allMatch(clause -> file.nothing().stream().anyMatch(word -> has(clause, word)));
        return nothing ? Optional.of(new Breach("nothingButPositive", "positive", false, Map.of())) : Optional.empty();
    }

    /** Order, images and text say the same side (left and right are exchanged nowhere more easily than here). */
    private static Optional<Breach> laterality(StudyFacts study, Sides named, ReportContent content) {
        Set<String> sides = named.images();
        Set<String> ordered = named.ordered();
        Set<String> findings = mentioned(text(content.findings()));
        Set<String> conclusion = mentioned(text(content.conclusion()));
        Set<String> report = new HashSet<>(findings);
        report.addAll(conclusion);
        Set<String> examined = new HashSet<>(sides);
        examined.addAll(mentioned(text(study.description())));
        if (oneSide(examined) && oneSide(report) && !examined.equals(report)) {
            return Optional.of(side("findings", examined, report));
        }
        if (oneSide(ordered) && oneSide(examined) && !ordered.equals(examined)) {
            return Optional.of(side("order", ordered, examined));
        }
        if (oneSide(ordered) && oneSide(report) && !ordered.equals(report)) {
            return Optional.of(side("findings", ordered, report));
        }
        if (oneSide(sides) && oneSide(mentioned(text(study.description()))) && examined.size() == 2) {
            return Optional.of(side("study", sides, mentioned(text(study.description()))));
        }
        if (oneSide(findings) && oneSide(conclusion) && !findings.equals(conclusion)) {
            return Optional.of(side("conclusion", findings, conclusion));
        }
        return Optional.empty();
    }

    private static Breach side(String field, Set<String> expected, Set<String> there) {
        return new Breach(
                "laterality",
                field,
                true,
                Map.of(
                        "expected",
                        expected.iterator().next(),
                        "there",
                        there.iterator().next()));
    }

    private static boolean oneSide(Set<String> sides) {
        return sides.size() == 1;
    }

    private static Set<String> mentioned(String words) {
        String text = BOTH_SIDES.matcher(words).replaceAll(" ");
        Set<String> sides = new HashSet<>();
        if (LEFT.matcher(text).find()) {
            sides.add("L");
        }
        if (RIGHT.matcher(text).find()) {
            sides.add("R");
        }
        return sides;
    }

    private static Optional<Breach> gap(ReportContent content) {
        if (GAP.matcher(text(content.findings())).find()) {
            return Optional.of(new Breach("templateGap", "findings", false, Map.of()));
        }
        return GAP.matcher(text(content.conclusion())).find()
                ? Optional.of(new Breach("templateGap", "conclusion", false, Map.of()))
                : Optional.empty();
    }

    private static boolean says(ReportContent content, String term) {
        return has(text(content.findings()), term) || has(text(content.conclusion()), term);
    }

    private static String field(ReportContent content, String term) {
        return has(text(content.findings()), term) ? "findings" : "conclusion";
    }

    private static boolean has(String text, String term) {
        return text.toLowerCase(Locale.ROOT).contains(term.toLowerCase(Locale.ROOT));
    }

    private static String text(String value) {
        return value == null ? "" : value;
    }
}
