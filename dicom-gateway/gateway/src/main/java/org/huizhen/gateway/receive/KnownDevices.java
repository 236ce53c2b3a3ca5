package org.huizhen.gateway.receive;

import java.net.InetAddress;
import java.util.Optional;
import org.huizhen.config.GatewaySettings;
import org.huizhen.dicom.association.Caller;
import org.huizhen.dicom.scp.AssociationListener;
import org.huizhen.dicom.scp.CallingPolicy;

/** Lets in the devices of the configuration, and remembers who was refused. */
final class KnownDevices implements CallingPolicy, AssociationListener {
    private static final int TRANSIENT = 2;

    private final GatewaySettings.Dicom settings;
    private final Refusals refusals;

    KnownDevices(GatewaySettings.Dicom settings, Refusals refusals) {
        this.settings = settings;
        this.refusals = refusals;
    }

    @Override
    public boolean admits(Caller caller) {
        InetAddress address = caller.remoteAddress().getAddress();
        Optional<GatewaySettings.Device> device = settings.device(caller.callingAeTitle());
        if (device.isPresent()) {
            return device.get()
                    .address()
                    .map(allowed -> allowed.equals(address.getHostAddress()))
                    .orElse(true);
        }
        return switch (settings.unknown()) {
            case ACCEPT -> true;
            case LOOPBACK -> address.isLoopbackAddress();
            case REFUSE -> false;
        };
    }

    @Override
    public void refused(Caller caller, int result, int source, int reason) {
        // PS3.8 9.3.4: source 1, reason 3 and 7 are the calling and the called AE title
        Refusals.Reason why = result == TRANSIENT
                ? Refusals.Reason.TOO_MANY_ASSOCIATIONS
                : reason == 7 ? Refusals.Reason.WRONG_CALLED_TITLE : Refusals.Reason.UNKNOWN_DEVICE;
        refusals.add(
                caller.callingAeTitle(), caller.remoteAddress().getAddress().getHostAddress(), why);
    }
}
