package org.huizhen.gateway;

import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import org.huizhen.config.ConfigException;
import org.huizhen.config.GatewaySettings;
import org.huizhen.gateway.forward.Forwarder;
import org.huizhen.gateway.forward.Pairing;
import org.huizhen.gateway.receive.Reception;
import org.huizhen.gateway.spool.Sha256;
import org.huizhen.gateway.spool.Spool;
import org.huizhen.gateway.status.StatusServer;
import org.huizhen.gateway.status.StatusSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One clinic's gateway, running. */
public final class Gateway implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Gateway.class);
    private static final Duration LOOK_FOR_PAIRING = Duration.ofSeconds(1);

    private final GatewaySettings settings;
    private final Clock clock;
    private final Spool spool;
    private final Reception reception;
    private final StatusServer status;
    private final Thread pairingWatch;
    private volatile Forwarder forwarder;
    private volatile boolean stopped;

    private Gateway(GatewaySettings settings, Clock clock) {
        this.settings = settings;
        this.clock = clock;
        Sha256.warmUp();
        GatewaySettings.Spool limits = settings.spool();
        spool = Spool.open(
                limits.directory(),
                new Spool.Limits(limits.segmentSize(), limits.minimumFree(), limits.largestInstance()),
                clock);
        try {
            forwarder = startForwarder(Pairing.load(settings.center()));
            reception = Reception.start(settings.dicom(), spool, clock);
        } catch (RuntimeException e) {
            spool.close();
            throw e;
        }
        StatusSource source = new StatusSource(settings, spool, reception, () -> forwarder, clock);
        status = StatusServer.start(settings.http(), source, clock);
        pairingWatch = Thread.ofVirtual().name("pairing").start(this::watchPairing);
    }

    /**
     * Starts everything.
     *
     * @throws java.io.UncheckedIOException when the spool cannot be used or an address not be bound
     */
    public static Gateway start(GatewaySettings settings, Clock clock) {
        return new Gateway(settings, clock);
    }

    public InetSocketAddress dicomAddress() {
        return reception.address();
    }

    public int statusPort() {
        return status.port();
    }

    public Spool spool() {
        return spool;
    }

    /** Whether it knows a center to send to. */
    boolean paired() {
        return forwarder.pairing().isPresent();
    }

    private Forwarder startForwarder(Optional<Pairing> pairing) {
        Path words = settings.center().pairing().resolveSibling("center-words.json");
        Forwarder started = new Forwarder(settings.forward(), settings.dicom().devices(), pairing, words, spool, clock);
        started.start(Version.text());
        return started;
    }

    /** A gateway that is not paired, or paired anew, takes up its pairing without a restart. */
    private void watchPairing() {
        try {
            while (!stopped) {
                Thread.sleep(LOOK_FOR_PAIRING);
                try {
                    Optional<Pairing> pairing = Pairing.load(settings.center());
                    if (!pairing.equals(forwarder.pairing()) && pairing.isPresent() && !stopped) {
                        LOG.info("paired with {}", pairing.get().url());
                        Forwarder before = forwarder;
                        before.close();
                        forwarder = startForwarder(pairing);
                    }
                } catch (ConfigException e) {
                    LOG.warn("the pairing cannot be used: {}", e.getMessage());
                    Thread.sleep(Duration.ofSeconds(30));
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Stops taking associations, lets running ones finish, stops sending, closes the spool. */
    @Override
    public void close() {
        stopped = true;
        pairingWatch.interrupt();
        reception.close();
        forwarder.close();
        status.close();
        spool.close();
    }
}
