package org.huizhen.config;

import java.util.Optional;
import org.huizhen.config.ServerSettings.Database;
import org.huizhen.config.ServerSettings.Embedded;
import org.huizhen.config.ServerSettings.External;

/** Reads {@code database}: a PostgreSQL of the server's own, or the hospital's. */
final class DatabaseSection {
    private DatabaseSection() {}

    static Database read(Section database) {
        int pool = database.integer("poolSize", 12, 2, 200);
        Section embedded = database.section("embedded");
        Embedded own = new Embedded(embedded.path("directory", "../data/server/postgres"), embedded.port("port", 8085));
        Optional<String> url = database.text("url");
        String user = database.text("user", "huizhen");
        Optional<Secret> password = database.secret("password");
        if (url.isEmpty()) {
            if (database.has("user") || database.has("password")) {
                database.report(
                        "url", "user or password is given without url", "Add url: jdbc:postgresql://HOST:5432/huizhen");
            }
            return new Database(Optional.of(own), Optional.empty(), pool);
        }
        if (!url.get().startsWith("jdbc:postgresql:")) {
            database.report("url", "is not a PostgreSQL address", "Write jdbc:postgresql://HOST:5432/huizhen");
        }
        if (embedded.present()) {
            database.report("embedded", "url and embedded exclude each other", "Keep one of them");
        }
        if (password.isEmpty()) {
            database.report("password", "is missing", "Add password: file:/etc/huizhen/database.password");
        }
        return new Database(
                Optional.empty(), Optional.of(new External(url.get(), user, password.orElse(new Secret("")))), pool);
    }
}
