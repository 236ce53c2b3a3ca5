package org.huizhen.gateway.receive;

import java.net.InetSocketAddress;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.huizhen.config.GatewaySettings;
import org.huizhen.dicom.association.AssociationTimers;
import org.huizhen.dicom.scp.AssociationLimits;
import org.huizhen.dicom.scp.DicomServer;
import org.huizhen.dicom.scp.StoreScp;
import org.huizhen.dicom.scp.VerificationScp;
import org.huizhen.gateway.spool.Spool;

/** The gateway's DICOM listener: Verification and Storage. */
public final class Reception implements AutoCloseable {
    private static final Duration GRACE = Duration.ofSeconds(5);

    private final DicomServer server;
    private final Refusals refusals;

    private Reception(DicomServer server, Refusals refusals) {
        this.server = server;
        this.refusals = refusals;
    }

    /**
     * Begins to listen.
     *
     * @throws java.io.UncheckedIOException when the address cannot be bound
     */
    public static Reception start(GatewaySettings.Dicom settings, Spool spool, Clock clock) {
        Refusals refusals = new Refusals(clock);
        KnownDevices devices = new KnownDevices(settings, refusals);
        AssociationTimers timers = new AssociationTimers(
                AssociationTimers.DEFAULT.artim(), AssociationTimers.DEFAULT.stall(), settings.idle());
        DicomServer server = DicomServer.builder()
                .bind(new InetSocketAddress(settings.address(), settings.port()))
                .aeTitles(Set.of(settings.aeTitle()))
                .calling(devices)
                .listener(devices)
                .services(List.of(new VerificationScp(), new StoreScp(new SpoolSink(spool, settings, refusals))))
                .limits(new AssociationLimits(settings.maximumAssociations(), settings.maximumAssociations()))
                .timers(timers)
                .start();
        return new Reception(server, refusals);
    }

    public InetSocketAddress address() {
        return server.address();
    }

    public int associations() {
        return server.associations();
    }

    public Refusals refusals() {
        return refusals;
    }

    /** Lets running associations finish for some seconds. */
    @Override
    public void close() {
        server.close(GRACE);
    }
}
