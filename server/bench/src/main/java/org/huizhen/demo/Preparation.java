package org.huizhen.demo;

import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.OptionalLong;
import java.util.stream.IntStream;

/**
 * A demo of few studies that is thrown away: leaves the class archives of server and gateway (written when they end) and
 * the unpacked PostgreSQL beside the build, which save a later start several seconds.
 */
final class Preparation {
    private static final int EVERY = 8;

    private Preparation() {}

    static int run() throws IOException, InterruptedException {
        DemoFolder folder = new DemoFolder(Program.findHome().resolve("server/bench/target/preparation"));
        folder.reset();
        folder.create();
        System.setProperty(Program.LEARN, "true");
        DemoLog.to(folder.logs().resolve("demo.log"));
        PrintStream silent = new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8);
        try (Demo demo = new Demo(folder, DemoPorts.free())) {
            demo.start(OptionalLong.of(0), new Progress(silent), Preparation::some);
        }
        folder.reset();
        return 0;
    }

    private static List<SampleStudy> some(List<SampleStudy> studies) {
        return IntStream.range(0, studies.size())
                .filter(number -> number % EVERY == 0)
                .mapToObj(studies::get)
                .toList();
    }
}
