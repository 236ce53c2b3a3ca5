package org.huizhen.demo;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Writes the two configurations of the demo; they can be read and tried out like those of a hospital. */
final class DemoConfig {
    /** System property: a TURN server for the rooms, with its shared secret, as {@code turn:HOST:PORT SECRET}. */
    static final String TURN = "huizhen.demo.turn";

    /** System property: the address of a media server on which rooms begin. */
    static final String KURENTO = "huizhen.demo.kurento";

    /** System property: a PostgreSQL that is there already, as {@code JDBC-URL USER PASSWORD}; other servers may share it. */
    static final String DATABASE = "huizhen.demo.database";

    private DemoConfig() {}

    /** @param home the project, whose catalog and web client are used */
    static void write(DemoFolder folder, DemoPorts ports, Path home) throws IOException {
        Files.writeString(folder.serverConfig(), server(folder, ports, home) + media());
        Files.writeString(folder.gatewayConfig(), gateway(folder, ports));
    }

    private static String server(DemoFolder folder, DemoPorts ports, Path home) {
        return """
                # Written anew by ./huizhen demo at each start.
                name: 安和县人民医院远程医学中心
                http:
                  address: 127.0.0.1
                  port: %d
                  publicUrl: %s
                  tls:
                    mode: none
                signaling:
                  port: %d
                %s
                storage:
                  directory: ../server/blobs
                  minimumFree: 200 MiB
                web:
                  directory: %s
                keys: ../server/keys.yaml
                catalog: %s
                logging:
                  directory: ../logs
                audit:
                  exportFile: ../server/audit/head.log
                """.formatted(
                        ports.http(),
                        ports.url(),
                        ports.signaling(),
                        database(folder, ports).strip(),
                        home.resolve("web-client/dist"),
                        home.resolve("config/catalog"));
    }

    private static String database(DemoFolder folder, DemoPorts ports) {
        String shared = System.getProperty(DATABASE);
        if (shared == null) {
            return """
                    database:
                      embedded:
                        directory: %s
                        port: %d
                      poolSize: 8
                    """.formatted(folder.postgres(), ports.postgres());
        }
        String[] parts = shared.split(" ", 3);
        return """
                cluster:
                  mode: postgres
                  node: east
                database:
                  url: %s
                  user: %s
                  password: %s
                  poolSize: 8
                """.formatted((Object[]) parts);
    }

    private static String media() {
        StringBuilder media = new StringBuilder();
        String turn = System.getProperty(TURN);
        if (turn != null) {
            String[] parts = turn.split(" ", 2);
            media.append("""
                      turn: ["%s"]
                      turnSecret: %s
                    """.formatted(parts[0], parts[1]));
        }
        String kurento = System.getProperty(KURENTO);
        if (kurento != null) {
            media.append("""
                      kurento:
                        uri: %s
                        rooms: always
                      recordings:
                        directory: ../recordings
                    """.formatted(kurento));
        }
        return media.isEmpty() ? "" : "media:\n" + media;
    }

    private static String gateway(DemoFolder folder, DemoPorts ports) {
        return """
                # Written anew by ./huizhen demo at each start.
                name: 清河镇中心卫生院
                dicom:
                  aeTitle: CLINIC1
                  address: 127.0.0.1
                  port: %d
                  unknown: loopback
                http:
                  address: 127.0.0.1
                  port: %d
                center:
                  # what pairing stored may be of a start with another --port-base
                  url: %s
                  pairing: %s
                  telephone: 0000-0000000
                spool:
                  directory: ../gateway/spool
                  segmentSize: 64 MiB
                  minimumFree: 200 MiB
                logging:
                  directory: ../logs
                """.formatted(ports.clinicDicom(), ports.clinicStatus(), ports.url(), folder.pairing());
    }
}
