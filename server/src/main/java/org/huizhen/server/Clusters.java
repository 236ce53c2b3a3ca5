package org.huizhen.server;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import org.huizhen.config.KeyPurpose;
import org.huizhen.config.Keys;
import org.huizhen.config.ServerSettings;
import org.huizhen.server.cluster.Cluster;
import org.huizhen.server.cluster.LoneCluster;
import org.huizhen.server.cluster.Membership;
import org.huizhen.server.cluster.Node;
import org.huizhen.server.cluster.PostgresCluster;
import org.huizhen.server.database.Database;

/** The cluster as configured, and what its nodes must share. */
final class Clusters {
    private static final String STORE_MARK = ".store";

    private Clusters() {}

    static Cluster of(ServerSettings settings, Keys keys, Database database) {
        boolean several = settings.cluster().several();
        Membership members = new Membership(
                new Node(
                        settings.cluster().node(),
                        settings.signaling().publicUrl().toString()),
                several,
                several ? shares(settings, keys) : Map.of(),
                System::nanoTime);
        if (!several) {
            return new LoneCluster(members);
        }
        ServerSettings.External external = settings.database().external().orElseThrow();
        return new PostgresCluster(
                database,
                members,
                external.url(),
                external.user(),
                external.password().reveal());
    }

    /** Fingerprints: with another key file patients would be doubled, with another store images would be missing. */
    private static Map<String, String> shares(ServerSettings settings, Keys keys) {
        Map<String, String> shares = new TreeMap<>();
        for (KeyPurpose purpose : KeyPurpose.values()) {
            byte[] mac = keys.current(purpose).hmac("huizhen node".getBytes(StandardCharsets.UTF_8));
            shares.put("key " + purpose.fileName(), HexFormat.of().formatHex(mac, 0, 8));
        }
        shares.put("storage.directory", storeMark(settings.storage().directory()));
        return shares;
    }

    /** A file in the store that every node on the same store reads. */
    private static String storeMark(Path store) {
        Path file = store.resolve(STORE_MARK);
        try {
            Files.createDirectories(store);
            if (Files.notExists(file)) {
                Path fresh = Files.createTempFile(store, STORE_MARK, ".new");
                try {
                    Files.writeString(fresh, UUID.randomUUID() + "\n");
                    Files.createLink(file, fresh);
                } catch (FileAlreadyExistsException e) {
                    // Another node was first: its mark counts.
                } finally {
                    Files.delete(fresh);
                }
            }
            return Files.readString(file).strip();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot mark the store " + store, e);
        }
    }
}
