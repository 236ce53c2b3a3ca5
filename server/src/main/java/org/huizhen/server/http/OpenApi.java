package org.huizhen.server.http;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.JarURLConnection;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** The contract: {@code openapi/*.yaml} of the class path merged into one OpenAPI 3.1 document. */
public final class OpenApi {
    private static final String FOLDER = "openapi/";

    private OpenApi() {}

    /** @throws IllegalStateException when two files say something different of the same name */
    public static ObjectNode merged() {
        ObjectMapper yaml = new ObjectMapper(new YAMLFactory());
        try {
            ObjectNode document = read(yaml, FOLDER + "base.yaml");
            for (String file : files()) {
                if (!file.equals("base.yaml")) {
                    merge(document, read(yaml, FOLDER + file), file);
                }
            }
            return document;
        } catch (IOException e) {
            throw new UncheckedIOException("the OpenAPI contract cannot be read", e);
        }
    }

    private static void merge(ObjectNode target, ObjectNode source, String file) {
        source.properties().forEach(member -> {
            JsonNode known = target.get(member.getKey());
            if (known == null) {
                target.set(member.getKey(), member.getValue());
            } else if (known instanceof ObjectNode object && member.getValue() instanceof ObjectNode more) {
                merge(object, more, file);
            } else if (!known.equals(member.getValue())) {
                throw new IllegalStateException(file + " says something else of " + member.getKey());
            }
        });
    }

    private static ObjectNode read(ObjectMapper yaml, String name) throws IOException {
        try (InputStream in = OpenApi.class.getClassLoader().getResourceAsStream(name)) {
            return (ObjectNode) yaml.readTree(in);
        }
    }

    private static List<String> files() throws IOException {
        URL base = OpenApi.class.getClassLoader().getResource(FOLDER + "base.yaml");
        if (base.openConnection() instanceof JarURLConnection jar) {
            return jar.getJarFile().stream()
                    .map(entry -> entry.getName())
                    .filter(name -> name.startsWith(FOLDER) && name.endsWith(".yaml"))
                    .map(name -> name.substring(FOLDER.length()))
                    .sorted()
                    .toList();
        }
        try (Stream<Path> folder = Files.list(Path.of(base.toURI()).getParent())) {
            return folder.map(path -> path.getFileName().toString())
                    .filter(name -> name.endsWith(".yaml"))
                    .sorted()
                    .toList();
        } catch (URISyntaxException e) {
            throw new IOException(e);
        }
    }
}
