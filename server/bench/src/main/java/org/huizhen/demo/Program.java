package org.huizhen.demo;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** How to start one of our programs as a process of its own, as the launcher does. */
public record Program(Path home, String module, String mainClass, int heapMegabytes) {

    /** The project's folder: system property {@code huizhen.home}, else environment HUIZHEN_HOME. */
    public static Path findHome() {
        String home = System.getProperty("huizhen.home", System.getenv("HUIZHEN_HOME"));
        if (home == null) {
            throw new IllegalStateException("HUIZHEN_HOME is not set; start with ./huizhen demo");
        }
        return Path.of(home).toAbsolutePath().normalize();
    }

    public List<String> command(List<String> arguments) throws IOException {
        List<String> command = new ArrayList<>();
        Path setsid = Path.of("/usr/bin/setsid");
        if (Files.isExecutable(setsid)) {
            // A session of its own: Ctrl-C in the terminal reaches the demo alone, which stops all in order.
            command.add(setsid.toString());
        }
        command.add(java());
        Path archive = home.resolve(module).resolve("target").resolve(mainClass + ".jsa");
        command.addAll(List.of(
                "-XX:+AutoCreateSharedArchive",
                "-XX:SharedArchiveFile=" + archive,
                "-Xlog:cds=off",
                "-Xlog:cds+dynamic=off",
                "-Xshare:auto",
                "-XX:+UseSerialGC",
                "-Xmx" + heapMegabytes + "m",
                "-XX:+ExitOnOutOfMemoryError",
                "--enable-native-access=ALL-UNNAMED"));
        String quiet = System.getenv("HUIZHEN_JAVA_QUIET");
        if (quiet != null && !quiet.isBlank()) {
            command.add(quiet);
        }
        String more = System.getenv("HUIZHEN_JAVA_OPTS");
        if (more != null && !more.isBlank()) {
            command.addAll(List.of(more.strip().split("\\s+")));
        }
        command.add("-Dhuizhen.home=" + home);
        command.addAll(List.of("-cp", classPath(), mainClass));
        command.addAll(arguments);
        return command;
    }

    public static Program server() {
        return new Program(findHome(), "server", "org.huizhen.server.Main", 768);
    }

    public static Program gateway() {
        return new Program(findHome(), "dicom-gateway/gateway", "org.huizhen.gateway.GatewayMain", 256);
    }

    private static String java() {
        String asked = System.getenv("HUIZHEN_JAVA");
        return asked != null
                ? asked
                : Path.of(System.getProperty("java.home"), "bin/java").toString();
    }

    private String classPath() throws IOException {
        Path target = home.resolve(module).resolve("target");
        try (var jars = Files.newDirectoryStream(target, "huizhen-*.jar")) {
            for (Path jar : jars) {
                String name = jar.getFileName().toString();
                if (!name.endsWith("-tests.jar") && !name.endsWith("-sources.jar")) {
                    return jar + ":" + target.resolve("lib") + "/*";
                }
            }
        }
        throw new IOException(module + " is not built; run ./huizhen build");
    }
}
