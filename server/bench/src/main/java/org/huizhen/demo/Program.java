package org.huizhen.demo;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** How to start one of our programs as a process of its own, as the launcher does. */
public record Program(Path home, String module, String mainClass, List<String> options) {
    private static final String GATEWAY = "org.huizhen.gateway.GatewayMain";
    private static final String SERVER = "org.huizhen.server.Main";
    /** As the launcher has them: a gateway's heap begins small, a server gives back what it does not use. */
    private static final List<String> GATEWAY_AS_INSTALLED = List.of("-XX:+UseSerialGC", "-Xms32m");

    private static final List<String> SERVER_AS_INSTALLED = List.of(
            "-XX:+UseG1GC",
            "-Xms96m",
            "-XX:G1PeriodicGCInterval=60000",
            "-XX:MinHeapFreeRatio=10",
            "-XX:MaxHeapFreeRatio=30");

    /** System property: processes write down what they have learnt when they end, for the starts after them. */
    static final String LEARN = "huizhen.learn";

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
        command.addAll(archive());
        command.addAll(options);
        command.addAll(List.of("-XX:+ExitOnOutOfMemoryError", "--enable-native-access=ALL-UNNAMED"));
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
        return new Program(findHome(), "server", SERVER, forDemo(768));
    }

    public static Program gateway() {
        return new Program(findHome(), "dicom-gateway/gateway", GATEWAY, forDemo(256));
    }

    /** With the options that the launcher gives to a clinic's gateway. */
    public static Program gatewayAsInstalled() {
        return new Program(findHome(), "dicom-gateway/gateway", GATEWAY, GATEWAY_AS_INSTALLED);
    }

    /** With the options that the launcher gives to a center's server. */
    public static Program serverAsInstalled() {
        return new Program(findHome(), "server", SERVER, SERVER_AS_INSTALLED);
    }

    private static List<String> forDemo(int heapMegabytes) {
        return List.of(
                "-XX:+UseSerialGC",
                "-Xmx" + heapMegabytes + "m",
                // The second compiler waits for what runs often: early on its threads would take half of the machine.
                "-XX:Tier4InvocationThreshold=200000",
                "-XX:Tier4MinInvocationThreshold=60000",
                "-XX:Tier4CompileThreshold=300000",
                "-XX:Tier4BackEdgeThreshold=400000");
    }

    /** Classes as an earlier run has loaded them; from Java 25 on with what it has learnt about its methods. */
    private List<String> archive() throws IOException {
        Path learnt = learnt();
        if (Boolean.getBoolean(LEARN) && Runtime.version().feature() >= 25) {
            Files.deleteIfExists(learnt);
            return List.of("-XX:AOTCacheOutput=" + learnt, "-Xlog:aot=off");
        }
        // As in the launcher: a clinic's gateway starts seldom and learns for itself.
        boolean forItself = options.equals(GATEWAY_AS_INSTALLED);
        if (!forItself
                && Files.exists(learnt)
                && Files.getLastModifiedTime(learnt).compareTo(Files.getLastModifiedTime(jar())) > 0) {
            return List.of("-XX:AOTCache=" + learnt, "-Xlog:aot=off", "-Xlog:cds=off");
        }
        Path classes = target().resolve(mainClass + ".jsa");
        return List.of(
                "-XX:+AutoCreateSharedArchive",
                "-XX:SharedArchiveFile=" + classes,
                "-Xlog:cds=off",
                "-Xlog:cds+dynamic=off",
                "-Xshare:auto");
    }

    private Path target() {
        return home.resolve(module).resolve("target");
    }

    private Path learnt() {
        return target().resolve(mainClass + ".aot");
    }

    private static String java() {
        String asked = System.getenv("HUIZHEN_JAVA");
        return asked != null
                ? asked
                : Path.of(System.getProperty("java.home"), "bin/java").toString();
    }

    private String classPath() throws IOException {
        return jar() + ":" + target().resolve("lib") + "/*";
    }

    private Path jar() throws IOException {
        try (var jars = Files.newDirectoryStream(target(), "huizhen-*.jar")) {
            for (Path jar : jars) {
                String name = jar.getFileName().toString();
                if (!name.endsWith("-tests.jar") && !name.endsWith("-sources.jar")) {
                    return jar;
                }
            }
        }
        throw new IOException(module + " is not built; run ./huizhen build");
    }
}
