package org.huizhen.bench;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The table of the ingest bench and how it stands to its goals. */
final class IngestReport {
    private static final String OURS = "huizhen gateway";
    private static final String LIMIT = "limit: socket to file, fdatasync";
    private static final String TUNED = "storescu TCP_NODELAY=1";
    private static final String AS_IT_COMES = "storescu";
    private static final String PLAIN = "plain socket";

    private final Map<IngestBench.Row, Samples> results;
    private final Set<String> commands;
    private final long instanceBytes;

    IngestReport(Map<IngestBench.Row, Samples> results, Set<String> commands, long instanceBytes) {
        this.results = results;
        this.commands = commands;
        this.instanceBytes = instanceBytes;
    }

    /** @param value what was measured, to be compared with {@code wanted} */
    private record Goal(String name, double value, double wanted, boolean atLeast) {
        boolean met() {
            return atLeast ? value >= wanted : value <= wanted;
        }
    }

    String text(int instances, int associations) {
        Table table = new Table("receiver", "sender", "associations", "instances", "median s", "least", "most", "MB/s");
        results.forEach((row, samples) -> table.row(
                row.receiver(),
                row.sender(),
                Integer.toString(row.associations()),
                Integer.toString(row.instances()),
                number(samples.median()),
                number(samples.least()),
                number(samples.most()),
                number(row.instances() * instanceBytes / 1e6 / samples.median())));
        StringBuilder text = new StringBuilder("\n").append(table).append('\n');
        for (Goal goal : goals(instances, associations)) {
            text.append("%-78s %8s  goal %s %s  %s%n"
                    .formatted(
                            goal.name(),
                            number(goal.value()),
                            goal.atLeast() ? "≥" : "≤",
                            number(goal.wanted()),
                            goal.met() ? "met" : "missed"));
        }
        text.append('\n').append(slope(instances)).append("\n\ncommand lines\n");
        commands.forEach(command -> text.append("  ").append(command).append('\n'));
        return text.toString();
    }

    JsonNode json(int instances, int associations) {
        ObjectNode root = Json.MAPPER.createObjectNode();
        root.put("bench", "ingest").put("instanceBytes", instanceBytes);
        Machine.describe(root.putObject("machine"));
        var rows = root.putArray("rows");
        results.forEach((row, samples) -> {
            ObjectNode node = rows.addObject();
            node.put("receiver", row.receiver())
                    .put("sender", row.sender())
                    .put("associations", row.associations())
                    .put("instances", row.instances())
                    .put("medianSeconds", samples.median());
            samples.seconds().forEach(node.putArray("seconds")::add);
        });
        var goals = root.putArray("goals");
        for (Goal goal : goals(instances, associations)) {
            goals.addObject()
                    .put("name", goal.name())
                    .put("value", goal.value())
                    .put(goal.atLeast() ? "atLeast" : "atMost", goal.wanted())
                    .put("met", goal.met());
        }
        commands.forEach(root.putArray("commands")::add);
        return root;
    }

    private List<Goal> goals(int instances, int many) {
        List<Goal> goals = new ArrayList<>();
        double ours = median(OURS, TUNED, 1, instances).orElse(Double.NaN);
        double oursMany = median(OURS, TUNED, many, instances).orElse(Double.NaN);
        median(LIMIT, PLAIN, 1, instances)
                .ifPresent(limit -> goals.add(new Goal("1 association: our speed / limit", limit / ours, 0.8, true)));
        median("Orthanc", TUNED, 1, instances)
                .ifPresent(peer -> goals.add(new Goal("1 association: our speed / Orthanc", peer / ours, 3, true)));
        median("storescp TCP_NODELAY=1", TUNED, many, instances)
                .ifPresent(peer -> goals.add(
                        new Goal(many + " associations: our speed / tuned storescp", peer / oursMany, 1, true)));
        median(OURS, AS_IT_COMES, 1, instances)
                .ifPresent(nagle -> goals.add(new Goal(
                        "1 association: time of a Nagle sender / time of a tuned one, to us",
                        nagle / ours,
                        1.5,
                        false)));
        median(OURS, AS_IT_COMES, many, instances)
                .ifPresent(nagle -> goals.add(new Goal(
                        many + " associations: time of a Nagle sender / time of a tuned one, to us",
                        nagle / oursMany,
                        1.5,
                        false)));
        return goals;
    }

    /** 1 where twice the work takes twice the time. */
    private String slope(int instances) {
        Optional<Double> whole = median(OURS, TUNED, 1, instances);
        Optional<Double> half = median(OURS, TUNED, 1, instances / 2);
        if (whole.isEmpty() || half.isEmpty()) {
            return "";
        }
        int halved = instances / 2;
        double exponent = Math.log(whole.get() / half.get()) / Math.log((double) instances / halved);
        return "growth, ours: time ~ instances ^ %s (%d: %s s, %d: %s s)"
                .formatted(number(exponent), instances / 2, number(half.get()), instances, number(whole.get()));
    }

    private Optional<Double> median(String receiver, String sender, int associations, int instances) {
        return Optional.ofNullable(results.get(new IngestBench.Row(receiver, sender, associations, instances)))
                .map(Samples::median);
    }

    private static String number(double value) {
        return String.format(Locale.ROOT, value < 10 ? "%.2f" : "%.1f", value);
    }
}
