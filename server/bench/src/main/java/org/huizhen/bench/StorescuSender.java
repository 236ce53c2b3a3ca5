package org.huizhen.bench;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * dcmtk's {@code storescu}.
 *
 * @param tuned with TCP_NODELAY=1 in its environment; as it comes, it leaves Nagle's algorithm on
 */
record StorescuSender(boolean tuned) implements Sender {
    static final Path PROGRAM = Path.of("/usr/bin/storescu");

    @Override
    public String name() {
        return tuned ? "storescu TCP_NODELAY=1" : "storescu";
    }

    @Override
    public String commandLine() {
        return (tuned ? "TCP_NODELAY=1 " : "") + String.join(" ", command("PORT", "FOLDER"));
    }

    @Override
    public void send(int port, List<Path> folders) throws IOException, InterruptedException {
        List<Process> processes = new ArrayList<>();
        for (Path folder : folders) {
            ProcessBuilder builder = new ProcessBuilder(command(Integer.toString(port), folder.toString()));
            builder.environment().remove("TCP_NODELAY");
            if (tuned) {
                builder.environment().put("TCP_NODELAY", "1");
            }
            builder.redirectErrorStream(true).redirectOutput(ProcessBuilder.Redirect.DISCARD);
            processes.add(builder.start());
        }
        for (Process process : processes) {
            int exit = process.waitFor();
            if (exit != 0) {
                throw new IOException("storescu ended with " + exit);
            }
        }
    }

    private static List<String> command(String port, String folder) {
        return List.of(PROGRAM.toString(), "-aet", "BENCHSCU", "-aec", "BENCH", "+sd", "127.0.0.1", port, folder);
    }
}
