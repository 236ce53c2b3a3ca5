package org.huizhen.config;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;

/**
 * The server's keys, in a file of mode 600 outside the database. Each purpose has versions: the newest protects what
 * is written now, older ones stay to read what was written then. Back the file up apart from the database.
 */
public final class Keys {
    private static final SecureRandom RANDOM = new SecureRandom();
    private static final int LENGTH = 32;
    private static final String HEADER = """
            # Keys of this Huizhen server. Whoever has this file and the database can read identity numbers:
            # keep it mode 600, back it up, but apart from the database. Lost keys cannot be made again.
            """;

    private final Map<KeyPurpose, NavigableMap<Integer, VersionedKey>> keys;

    private Keys(Map<KeyPurpose, NavigableMap<Integer, VersionedKey>> keys) {
        this.keys = keys;
    }

    /**
     * Reads the file; makes it with new keys where there is none, and adds a purpose that an older file lacks.
     *
     * @throws ConfigException when others may read the file, or it is damaged
     */
    public static Keys open(Path file) {
        try {
            Keys keys = Files.exists(file) ? read(file) : new Keys(new EnumMap<>(KeyPurpose.class));
            boolean added = false;
            for (KeyPurpose purpose : KeyPurpose.values()) {
                if (!keys.keys.containsKey(purpose)) {
                    keys.add(purpose);
                    added = true;
                }
            }
            if (added) {
                PrivateFiles.write(file, keys.write());
            }
            return keys;
        } catch (IOException e) {
            throw new ConfigException("the key file " + file + " cannot be read or written", e);
        }
    }

    /** Adds a new version of one key to the file and gives all keys. */
    public static Keys rotate(Path file, KeyPurpose purpose) {
        Keys keys = open(file);
        keys.add(purpose);
        try {
            PrivateFiles.write(file, keys.write());
        } catch (IOException e) {
            throw new ConfigException("the key file " + file + " cannot be written", e);
        }
        return keys;
    }

    /** The newest version: what is written now. */
    public VersionedKey current(KeyPurpose purpose) {
        return keys.get(purpose).lastEntry().getValue();
    }

    public Optional<VersionedKey> version(KeyPurpose purpose, int version) {
        return Optional.ofNullable(keys.get(purpose).get(version));
    }

    /** All versions, newest first. */
    public List<VersionedKey> all(KeyPurpose purpose) {
        return List.copyOf(keys.get(purpose).descendingMap().values());
    }

    /** 256 random bits as URL-safe text: for generated passwords and tokens. */
    public static String randomText() {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(randomBytes());
    }

    private void add(KeyPurpose purpose) {
        NavigableMap<Integer, VersionedKey> versions = keys.computeIfAbsent(purpose, p -> new TreeMap<>());
        int version = versions.isEmpty() ? 1 : versions.lastKey() + 1;
        versions.put(version, new VersionedKey(purpose, version, randomBytes()));
    }

    private static byte[] randomBytes() {
        byte[] bytes = new byte[LENGTH];
        RANDOM.nextBytes(bytes);
        return bytes;
    }

    private static Keys read(Path file) throws IOException {
        PrivateFiles.requireOwnerOnly(file);
        return ConfigFile.read(file, Map.of(), Keys::read).orThrow();
    }

    private static Keys read(Section top) {
        Map<KeyPurpose, NavigableMap<Integer, VersionedKey>> keys = new EnumMap<>(KeyPurpose.class);
        for (KeyPurpose purpose : KeyPurpose.values()) {
            Section section = top.section(purpose.fileName());
            NavigableMap<Integer, VersionedKey> versions = new TreeMap<>();
            section.keys().stream().sorted(Comparator.naturalOrder()).forEach(name -> {
                byte[] bytes = decode(section.text(name, ""));
                if (!name.matches("[1-9]\\d{0,5}") || bytes.length != LENGTH) {
                    section.report(name, "is not a key", "Restore the file from its backup");
                } else {
                    versions.put(Integer.valueOf(name), new VersionedKey(purpose, Integer.parseInt(name), bytes));
                }
            });
            if (!versions.isEmpty()) {
                keys.put(purpose, versions);
            }
        }
        return new Keys(keys);
    }

    private static byte[] decode(String text) {
        try {
            return Base64.getDecoder().decode(text);
        } catch (IllegalArgumentException e) {
            return new byte[0];
        }
    }

    private String write() {
        StringBuilder out = new StringBuilder(HEADER);
        keys.forEach((purpose, versions) -> {
            out.append(purpose.fileName()).append(":\n");
            versions.forEach((version, key) -> out.append("  ")
                    .append(version)
                    .append(": ")
                    .append(Base64.getEncoder().encodeToString(key.bytes()))
                    .append('\n'));
        });
        return out.toString();
    }
}
