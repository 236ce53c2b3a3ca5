package org.huizhen.bench;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.Set;

/** What a bench has measured: a table of medians, how it stands to its goals, and the command lines. */
final class Report {
    private final String bench;
    private final String unit;
    private final List<String> columns;
    private final Map<List<String>, Samples> rows = new LinkedHashMap<>();
    private final List<Goal> goals = new ArrayList<>();
    private final List<String> notes = new ArrayList<>();
    private final Set<String> commands = new LinkedHashSet<>();
    private final double loadAtStart = Machine.load();

    /**
     * An empty report.
     *
     * @param unit of all samples
     * @param columns what tells the rows apart
     */
    Report(String bench, String unit, String... columns) {
        this.bench = bench;
        this.unit = unit;
        this.columns = List.of(columns);
    }

    /** @param value what was measured, to be compared with {@code wanted} */
    private record Goal(String name, double value, double wanted, boolean atLeast) {
        boolean met() {
            return atLeast ? value >= wanted : value <= wanted;
        }
    }

    void add(double sample, String... row) {
        rows.computeIfAbsent(List.of(row), key -> new Samples()).add(sample);
    }

    /** Empty where that was not measured here. */
    OptionalDouble median(String... row) {
        Samples samples = rows.get(List.of(row));
        return samples == null ? OptionalDouble.empty() : OptionalDouble.of(samples.median());
    }

    void atLeast(String name, OptionalDouble value, double wanted) {
        value.ifPresent(known -> goals.add(new Goal(name, known, wanted, true)));
    }

    void atMost(String name, OptionalDouble value, double wanted) {
        value.ifPresent(known -> goals.add(new Goal(name, known, wanted, false)));
    }

    /** Empty where one of them is. */
    static OptionalDouble ratio(OptionalDouble dividend, OptionalDouble divisor) {
        return dividend.isPresent() && divisor.isPresent()
                ? OptionalDouble.of(dividend.getAsDouble() / divisor.getAsDouble())
                : OptionalDouble.empty();
    }

    /** How the time of the whole grows with the work: 1 where twice the work takes twice the time. */
    void slope(String what, OptionalDouble half, OptionalDouble whole) {
        ratio(whole, half)
                .ifPresent(growth ->
                        notes.add("growth, " + what + ": time ~ work ^ " + number(Math.log(growth) / Math.log(2))));
    }

    void note(String text) {
        notes.add(text);
    }

    /** A remark that several measurements would make. */
    void noteOnce(String text) {
        if (!notes.contains(text)) {
            notes.add(text);
        }
    }

    void command(String who, List<String> line) {
        commands.add(who + ": " + String.join(" ", line));
    }

    /** Prints it and writes {@code NAME.json} into the folder. */
    void finish(Path folder) throws IOException {
        System.out.println(text());
        Path file = folder.resolve(bench + ".json");
        Json.MAPPER.writeValue(file.toFile(), json());
        System.out.println("written to " + file);
    }

    private String text() {
        List<String> header = new ArrayList<>(columns);
        header.addAll(List.of("median " + unit, "least", "most", "of"));
        Table table = new Table(header.toArray(String[]::new));
        rows.forEach((row, samples) -> {
            List<String> cells = new ArrayList<>(row);
            cells.addAll(List.of(
                    number(samples.median()),
                    number(samples.least()),
                    number(samples.most()),
                    Integer.toString(samples.samples().size())));
            table.row(cells.toArray(String[]::new));
        });
        StringBuilder text = new StringBuilder("\n").append(table).append('\n');
        for (Goal goal : goals) {
            text.append("%-78s %8s  goal %s %s  %s%n"
                    .formatted(
                            goal.name(),
                            number(goal.value()),
                            goal.atLeast() ? "≥" : "≤",
                            number(goal.wanted()),
                            goal.met() ? "met" : "missed"));
        }
        text.append("load average %s at the start, %s at the end, %d processors%n"
                .formatted(
                        number(loadAtStart),
                        number(Machine.load()),
                        Runtime.getRuntime().availableProcessors()));
        notes.forEach(note -> text.append(note).append('\n'));
        text.append("\ncommand lines\n");
        commands.forEach(command -> text.append("  ").append(command).append('\n'));
        return text.toString();
    }

    private ObjectNode json() {
        ObjectNode root = Json.MAPPER.createObjectNode();
        root.put("bench", bench).put("unit", unit);
        Machine.describe(root.putObject("machine"));
        root.put("loadAtStart", loadAtStart).put("loadAtEnd", Machine.load());
        var all = root.putArray("rows");
        rows.forEach((row, samples) -> {
            ObjectNode node = all.addObject();
            for (int i = 0; i < columns.size(); i++) {
                node.put(columns.get(i), row.get(i));
            }
            node.put("median", samples.median());
            samples.samples().forEach(node.putArray("samples")::add);
        });
        var met = root.putArray("goals");
        for (Goal goal : goals) {
            met.addObject()
                    .put("name", goal.name())
                    .put("value", goal.value())
                    .put(goal.atLeast() ? "atLeast" : "atMost", goal.wanted())
                    .put("met", goal.met());
        }
        notes.forEach(root.putArray("notes")::add);
        commands.forEach(root.putArray("commands")::add);
        return root;
    }

    static String number(double value) {
        return String.format(Locale.ROOT, value < 10 ? "%.2f" : "%.1f", value);
    }
}
