package org.huizhen.gateway.forward;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.huizhen.config.PrivateFiles;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What the center's last heartbeat said, kept in a file: a gateway that restarts while the center is out of reach still
 * sends emergencies first and still shows which studies are being read. It holds identifiers of studies and names of readers,
 * nothing of patients. Without the file everything works as before the first heartbeat.
 */
final class CenterWords {
    private static final Logger LOG = LoggerFactory.getLogger(CenterWords.class);
    private static final ObjectMapper JSON = new ObjectMapper();

    private final Path file;
    private final String gatewayId;
    private ObjectNode kept = JsonNodeFactory.instance.objectNode();

    /** @param gatewayId as which this gateway is paired; what was said to another one does not count */
    CenterWords(Path file, String gatewayId) {
        this.file = file;
        this.gatewayId = gatewayId;
    }

    /** @return the answer that was kept; empty when there is none, it is damaged, or was given to another gateway */
    Optional<JsonNode> read() {
        if (!Files.exists(file)) {
            return Optional.empty();
        }
        try {
            if (JSON.readTree(file.toFile()) instanceof ObjectNode read
                    && read.path("gatewayId").asText().equals(gatewayId)) {
                kept = read;
                return Optional.of(read);
            }
        } catch (IOException e) {
            LOG.warn("{} cannot be read and is left aside: {}", file, e.getMessage());
        }
        return Optional.empty();
    }

    /** Keeps an answer that says something new; a disk that refuses is told of and nothing else. */
    void keep(JsonNode answer) {
        ObjectNode fresh = JsonNodeFactory.instance.objectNode().put("gatewayId", gatewayId);
        fresh.set("priorities", answer.path("priorities"));
        fresh.set("studies", answer.path("studies"));
        if (fresh.equals(kept)) {
            return;
        }
        try {
            PrivateFiles.write(file, fresh.toString());
            kept = fresh;
        } catch (IOException e) {
            LOG.warn("what the center said cannot be kept in {}: {}", file, e.getMessage());
        }
    }
}
