package org.huizhen.config;

import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;

/** Reads one YAML file into typed settings and reports every problem at once, with its line. */
public final class ConfigFile {
    private static final int MAXIMUM_CHARACTERS = 8 * 1024 * 1024;

    private ConfigFile() {}

    /** Reads with the environment of this process. */
    public static <T> Loaded<T> read(Path file, Function<Section, T> reader) {
        return read(file, System.getenv(), reader);
    }

    /**
     * Reads the file and hands its top level to the reader. Keys the reader did not ask for are problems.
     *
     * @param environment what {@code ${NAME}} is looked up in
     */
    public static <T> Loaded<T> read(Path file, Map<String, String> environment, Function<Section, T> reader) {
        List<Problem> problems = new ArrayList<>();
        Section.Source source =
                new Section.Source(file.toAbsolutePath().normalize(), Map.copyOf(environment), problems);
        Optional<MappingNode> root = parse(file, problems);
        if (!problems.isEmpty()) {
            return new Loaded<>(Optional.empty(), problems);
        }
        Section top = new Section(source, "", root.orElse(null), 1);
        T value = reader.apply(top);
        top.finish();
        problems.sort((a, b) -> Integer.compare(a.line(), b.line()));
        return problems.isEmpty()
                ? new Loaded<>(Optional.of(value), List.of())
                : new Loaded<>(Optional.empty(), problems);
    }

    /** The keys of the top level; none where the file cannot be read. */
    static Set<String> keys(Path file) {
        return parse(file, new ArrayList<>()).map(MappingNode::getValue).orElse(List.of()).stream()
                .map(NodeTuple::getKeyNode)
                .filter(ScalarNode.class::isInstance)
                .map(node -> ((ScalarNode) node).getValue())
                .collect(Collectors.toSet());
    }

    private static Optional<MappingNode> parse(Path file, List<Problem> problems) {
        LoaderOptions options = new LoaderOptions();
        options.setCodePointLimit(MAXIMUM_CHARACTERS);
        options.setMaxAliasesForCollections(20);
        options.setNestingDepthLimit(20);
        try (var reader = Files.newBufferedReader(file)) {
            Node node = new Yaml(options).compose(reader);
            if (node == null) {
                return Optional.empty();
            }
            if (node instanceof MappingNode mapping) {
                return Optional.of(mapping);
            }
            problems.add(new Problem(file, 1, "", "the file is not a list of key: value lines", "Write name: value"));
        } catch (NoSuchFileException e) {
            problems.add(new Problem(file, 0, "", "the file does not exist", "Give the path of an existing file"));
        } catch (CharacterCodingException e) {
            problems.add(new Problem(file, 0, "", "the file is not UTF-8", "Save it as UTF-8 without a signature"));
        } catch (IOException e) {
            problems.add(new Problem(file, 0, "", "the file cannot be read", "Give the service's user read access"));
        } catch (MarkedYAMLException e) {
            int line = e.getProblemMark() == null ? 0 : e.getProblemMark().getLine() + 1;
            problems.add(new Problem(
                    file,
                    line,
                    "",
                    "not valid YAML: " + e.getProblem(),
                    "Indent with spaces, quote texts with ':' or '#'"));
        } catch (YAMLException e) {
            problems.add(
                    new Problem(file, 0, "", "not valid YAML", "Indent with spaces; check for tabs and binary data"));
        }
        return Optional.empty();
    }
}
