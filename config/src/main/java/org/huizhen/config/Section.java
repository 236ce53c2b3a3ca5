package org.huizhen.config;

import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;
import org.yaml.snakeyaml.nodes.Tag;

/**
 * One mapping of a configuration file: every read names its key and default, a wrong value is reported with its line
 * and the default is used so that reading goes on to the next problem.
 */
public final class Section {
    private static final Pattern VARIABLE = Pattern.compile("\\$\\{([A-Za-z_][A-Za-z0-9_]*)(?::-([^}]*))?}");

    /** What all sections of a file share. */
    record Source(Path file, Map<String, String> environment, List<Problem> problems) {}

    private final Source source;
    private final String path;
    private final int line;
    private final boolean present;
    private final Map<String, Node> entries = new LinkedHashMap<>();
    private final Map<String, Integer> keyLines = new LinkedHashMap<>();
    private final Set<String> asked = new LinkedHashSet<>();
    private final List<Section> children = new ArrayList<>();

    Section(Source source, String path, MappingNode node, int line) {
        this.source = source;
        this.path = path;
        this.line = line;
        this.present = node != null;
        if (node != null) {
            for (NodeTuple tuple : node.getValue()) {
                int at = tuple.getKeyNode().getStartMark().getLine() + 1;
                String key = tuple.getKeyNode() instanceof ScalarNode scalar ? scalar.getValue() : "?";
                if (entries.put(key, tuple.getValueNode()) != null) {
                    problem(at, key, "is written twice, first on line " + keyLines.get(key), "Keep one of them");
                }
                keyLines.put(key, at);
            }
        }
    }

    /** Whether the file has this section at all. */
    public boolean present() {
        return present;
    }

    /** Whether the key has a value in the file; does not count as asking for it. */
    public boolean has(String key) {
        Node node = entries.get(key);
        return node != null && !isNull(node);
    }

    public Set<String> keys() {
        return Set.copyOf(entries.keySet());
    }

    /** The mapping under the key; empty (all defaults) when the file does not have it. */
    public Section section(String key) {
        asked.add(key);
        Node node = entries.get(key);
        MappingNode mapping = null;
        if (node instanceof MappingNode found) {
            mapping = found;
        } else if (node != null && !isNull(node)) {
            problem(lineOf(key), key, "must hold further keys, found " + kind(node), "Indent its keys below it");
        }
        Section child = new Section(source, qualified(key), mapping, lineOf(key));
        children.add(child);
        return child;
    }

    /** The list of mappings under the key, each read by the reader; empty when absent. */
    public <T> List<T> sections(String key, Function<Section, T> reader) {
        List<T> result = new ArrayList<>();
        List<Node> items = items(key);
        for (int i = 0; i < items.size(); i++) {
            Node item = items.get(i);
            int at = item.getStartMark().getLine() + 1;
            if (item instanceof MappingNode mapping) {
                Section child = new Section(source, qualified(key) + "[" + (i + 1) + "]", mapping, at);
                children.add(child);
                result.add(reader.apply(child));
            } else {
                problem(at, key, "each entry must hold keys, found " + kind(item), "Write - name: value");
            }
        }
        return List.copyOf(result);
    }

    public List<String> texts(String key) {
        List<String> result = new ArrayList<>();
        for (Node item : items(key)) {
            if (item instanceof ScalarNode scalar) {
                result.add(substitute(key, scalar).orElse(""));
            } else {
                problem(item.getStartMark().getLine() + 1, key, "each entry must be a text", "Write - text");
            }
        }
        return List.copyOf(result);
    }

    public Optional<String> text(String key) {
        return scalar(key).flatMap(node -> substitute(key, node));
    }

    public String text(String key, String otherwise) {
        return text(key).orElse(otherwise);
    }

    /** A text that the file must give. */
    public String required(String key) {
        Optional<String> value = text(key).filter(text -> !text.isBlank());
        if (value.isEmpty() && !has(key)) {
            problem(line, key, "is missing", "Add " + key + ": …");
        } else if (value.isEmpty()) {
            problem(lineOf(key), key, "is empty", "Write a value");
        }
        return value.orElse("");
    }

    /** A text that must match the whole pattern. */
    public String matching(String key, String otherwise, Pattern pattern, String expectation) {
        String value = text(key, otherwise);
        if (has(key) && !pattern.matcher(value).matches()) {
            problem(lineOf(key), key, "'" + value + "' is not allowed", "Write " + expectation);
            return otherwise;
        }
        return value;
    }

    public boolean flag(String key, boolean otherwise) {
        return text(key)
                .map(text -> switch (text) {
                    case "true", "yes", "on" -> true;
                    case "false", "no", "off" -> false;
                    default -> {
                        problem(lineOf(key), key, "'" + text + "' is neither true nor false", "Write true or false");
                        yield otherwise;
                    }
                })
                .orElse(otherwise);
    }

    public int integer(String key, int otherwise, int least, int most) {
        return text(key)
                .map(text -> {
                    try {
                        int value = Integer.parseInt(text.strip());
                        if (value >= least && value <= most) {
                            return value;
                        }
                        problem(lineOf(key), key, value + " is out of range", "Write " + least + " to " + most);
                    } catch (NumberFormatException e) {
                        problem(
                                lineOf(key),
                                key,
                                "'" + text + "' is not a whole number",
                                "Write a number, for example " + otherwise);
                    }
                    return otherwise;
                })
                .orElse(otherwise);
    }

    public int port(String key, int otherwise) {
        return integer(key, otherwise, 1, 65_535);
    }

    /** A duration such as {@code 30s}, {@code 15m}, {@code 2h}, {@code 1d}. */
    public Duration duration(String key, Duration otherwise, Duration least, Duration most) {
        return text(key)
                .map(text -> Amounts.duration(text)
                        .filter(value -> value.compareTo(least) >= 0 && value.compareTo(most) <= 0)
                        .orElseGet(() -> {
                            problem(
                                    lineOf(key),
                                    key,
                                    "'" + text + "' is not a usable duration",
                                    "Write for example " + Amounts.write(otherwise) + " (from " + Amounts.write(least)
                                            + " to " + Amounts.write(most) + ")");
                            return otherwise;
                        }))
                .orElse(otherwise);
    }

    /** An amount of bytes such as {@code 512 KiB}, {@code 64 MiB}, {@code 2 GiB}. */
    public long bytes(String key, long otherwise, long least, long most) {
        return text(key)
                .map(text -> Amounts.bytes(text)
                        .filter(value -> value >= least && value <= most)
                        .orElseGet(() -> {
                            problem(
                                    lineOf(key),
                                    key,
                                    "'" + text + "' is not a usable size",
                                    "Write for example " + Amounts.write(otherwise) + " (from " + Amounts.write(least)
                                            + " to " + Amounts.write(most) + ")");
                            return otherwise;
                        }))
                .orElse(otherwise);
    }

    /** A path; relative ones count from the folder of the configuration file. */
    public Path path(String key, String otherwise) {
        return resolve(text(key, otherwise));
    }

    public Optional<Path> path(String key) {
        return text(key).filter(text -> !text.isBlank()).map(this::resolve);
    }

    public Optional<URI> uri(String key, String... schemes) {
        return text(key).filter(text -> !text.isBlank()).flatMap(text -> {
            try {
                URI uri = new URI(text.strip());
                if (uri.getHost() != null && List.of(schemes).contains(uri.getScheme())) {
                    String whole = uri.toString();
                    return Optional.of(whole.endsWith("/") ? URI.create(whole.substring(0, whole.length() - 1)) : uri);
                }
            } catch (URISyntaxException e) {
                // reported below like a wrong scheme
            }
            problem(
                    lineOf(key),
                    key,
                    "'" + text + "' is not a usable address",
                    "Write " + String.join(":// or ", schemes) + "://HOST:PORT");
            return Optional.empty();
        });
    }

    public <E extends Enum<E>> E choice(String key, E otherwise) {
        return text(key)
                .map(text -> {
                    List<String> names = new ArrayList<>();
                    for (E constant : otherwise.getDeclaringClass().getEnumConstants()) {
                        String name = camelCase(constant.name());
                        if (name.equals(text)) {
                            return constant;
                        }
                        names.add(name);
                    }
                    problem(lineOf(key), key, "'" + text + "' is not known", Nearest.suggest(text, names));
                    return otherwise;
                })
                .orElse(otherwise);
    }

    /**
     * A secret: {@code ${NAME}} takes it from the environment, {@code file:PATH} from the first line of a file. Its
     * value appears in no problem.
     */
    public Optional<Secret> secret(String key) {
        return text(key).flatMap(text -> {
            if (!text.startsWith("file:")) {
                return Optional.of(new Secret(text));
            }
            Path file = resolve(text.substring("file:".length()));
            try (var lines = Files.newBufferedReader(file)) {
                String first = lines.readLine();
                if (first != null && !first.isBlank()) {
                    return Optional.of(new Secret(first.strip()));
                }
                problem(lineOf(key), key, "the file " + file + " is empty", "Write the secret on its first line");
            } catch (IOException e) {
                problem(
                        lineOf(key),
                        key,
                        "the file " + file + " cannot be read",
                        "Create it, readable by the service only");
            }
            return Optional.empty();
        });
    }

    /** Reports a problem of this section's key that only the reader could see, such as two keys that exclude each other. */
    public void report(String key, String wrong, String instead) {
        problem(lineOf(key), key, wrong, instead);
    }

    /** Reports keys that nobody asked for, here and below. */
    void finish() {
        for (String key : entries.keySet()) {
            if (!asked.contains(key)) {
                problem(lineOf(key), key, "is not a known key", Nearest.suggest(key, asked));
            }
        }
        children.forEach(Section::finish);
    }

    private List<Node> items(String key) {
        asked.add(key);
        Node node = entries.get(key);
        if (node == null || isNull(node)) {
            return List.of();
        }
        if (node instanceof SequenceNode sequence) {
            return sequence.getValue();
        }
        problem(lineOf(key), key, "must be a list, found " + kind(node), "Write one entry a line, each after '- '");
        return List.of();
    }

    private Optional<ScalarNode> scalar(String key) {
        asked.add(key);
        Node node = entries.get(key);
        if (node == null || isNull(node)) {
            return Optional.empty();
        }
        if (node instanceof ScalarNode scalar) {
            return Optional.of(scalar);
        }
        problem(lineOf(key), key, "must be one value, found " + kind(node), "Write " + key + ": value");
        return Optional.empty();
    }

    private Optional<String> substitute(String key, ScalarNode node) {
        Matcher matcher = VARIABLE.matcher(node.getValue());
        StringBuilder out = new StringBuilder();
        while (matcher.find()) {
            String name = matcher.group(1);
            String value = source.environment().getOrDefault(name, matcher.group(2));
            if (value == null) {
                problem(
                        node.getStartMark().getLine() + 1,
                        key,
                        "the environment variable " + name + " is not set",
                        "Set it for the service, or write ${" + name + ":-default}");
                return Optional.empty();
            }
            matcher.appendReplacement(out, Matcher.quoteReplacement(value));
        }
        return Optional.of(matcher.appendTail(out).toString());
    }

    private Path resolve(String text) {
        Path folder = source.file().getParent();
        return folder.resolve(text.strip()).normalize();
    }

    private void problem(int at, String key, String wrong, String instead) {
        source.problems().add(new Problem(source.file(), at, qualified(key), wrong, instead));
    }

    private int lineOf(String key) {
        return keyLines.getOrDefault(key, line);
    }

    private String qualified(String key) {
        return path.isEmpty() ? key : path + "." + key;
    }

    private static boolean isNull(Node node) {
        return node.getTag().equals(Tag.NULL);
    }

    private static String kind(Node node) {
        return node instanceof MappingNode
                ? "further keys"
                : node instanceof SequenceNode ? "a list" : "a single value";
    }

    /** {@code SELF_SIGNED} is written {@code selfSigned} in the file. */
    private static String camelCase(String constant) {
        StringBuilder out = new StringBuilder();
        for (int i = 0; i < constant.length(); i++) {
            char c = constant.charAt(i);
            if (c != '_') {
                out.append(i > 0 && constant.charAt(i - 1) == '_' ? c : Character.toLowerCase(c));
            }
        }
        return out.toString();
    }
}
