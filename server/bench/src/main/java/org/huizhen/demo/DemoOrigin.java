package org.huizhen.demo;

import java.io.IOException;
import java.io.Reader;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.util.OptionalLong;
import java.util.Properties;

/**
 * What all sample data follows from, kept from the first start on so that a cut seeding goes on with the same data.
 *
 * @param seed of names, pictures and passwords
 * @param now the moment of the first start, in the center's zone, from which study dates count back
 */
record DemoOrigin(long seed, LocalDateTime now) {
    static final ZoneId ZONE = ZoneId.of("Asia/Shanghai");

    /** @param asked the seed of {@code --seed} or HUIZHEN_DEMO_SEED; a random one where there is none */
    static DemoOrigin of(DemoFolder folder, OptionalLong asked) throws IOException {
        Path file = folder.origin();
        Properties properties = new Properties();
        if (Files.exists(file)) {
            try (Reader reader = Files.newBufferedReader(file)) {
                properties.load(reader);
            }
            return new DemoOrigin(
                    Long.parseLong(properties.getProperty("seed")), LocalDateTime.parse(properties.getProperty("now")));
        }
        DemoOrigin origin = new DemoOrigin(
                asked.orElseGet(() -> new SecureRandom().nextLong()),
                LocalDateTime.now(ZONE).truncatedTo(ChronoUnit.SECONDS));
        properties.setProperty("seed", Long.toString(origin.seed()));
        properties.setProperty("now", origin.now().toString());
        // Passwords follow from the seed: nobody else may read it.
        var ownerOnly = PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));
        Path fresh = Files.createTempFile(folder.root(), "seed-", ".new", ownerOnly);
        try (Writer writer = Files.newBufferedWriter(fresh)) {
            properties.store(writer, "Sample data of the demo follows from these");
        }
        Files.move(fresh, file);
        return origin;
    }
}
