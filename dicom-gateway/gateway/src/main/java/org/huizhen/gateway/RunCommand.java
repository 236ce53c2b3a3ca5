package org.huizhen.gateway;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import org.huizhen.config.GatewaySettings;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Runs the gateway until it is told to stop (SIGTERM, Ctrl-C). */
@Command(name = "gateway", description = "Runs the gateway until it is told to stop.")
final class RunCommand implements Callable<Integer> {
    @Option(names = "--config", required = true, paramLabel = "FILE", description = "gateway.yaml")
    private Path config;

    @Override
    public Integer call() throws InterruptedException {
        GatewaySettings settings = GatewaySettings.load(config).orThrow();
        configureLogging(settings);
        // From here on loggers may be made: they find their configuration.
        Gateway gateway = Gateway.start(settings, Clock.systemUTC());
        CountDownLatch stopped = new CountDownLatch(1);
        Runtime.getRuntime()
                .addShutdownHook(new Thread(
                        () -> {
                            gateway.close();
                            stopped.countDown();
                        },
                        "stop"));
        System.out.println("READY dicom://" + settings.dicom().address() + ":"
                + gateway.dicomAddress().getPort() + "/" + settings.dicom().aeTitle() + " http://"
                + settings.http().address() + ":" + gateway.statusPort());
        if (!gateway.paired()) {
            System.out.println(
                    "not paired with a center yet: what arrives is kept until ./huizhen pair CODE --center URL"
                            + " --config " + config);
        }
        stopped.await();
        return 0;
    }

    private static void configureLogging(GatewaySettings settings) {
        setDefault("huizhen.logs", settings.logging().directory().toString());
        setDefault("huizhen.process", "gateway");
        setDefault("huizhen.level", settings.logging().level());
        Path beside = settings.file().resolveSibling("logback.xml");
        Path shipped = Path.of(System.getProperty("huizhen.home", "."), "config", "logback.xml");
        Path chosen = Files.exists(beside) ? beside : shipped;
        if (Files.exists(chosen)) {
            setDefault("logback.configurationFile", chosen.toAbsolutePath().toString());
        }
    }

    private static void setDefault(String name, String value) {
        if (System.getProperty(name) == null) {
            System.setProperty(name, value);
        }
    }
}
