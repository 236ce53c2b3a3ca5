package org.huizhen.server;

import java.io.PrintWriter;
import java.nio.file.Files;
import java.time.Clock;
import org.huizhen.config.ServerSettings;
import org.huizhen.server.media.Finding;
import org.huizhen.server.media.kurento.KurentoCheck;
import org.huizhen.server.media.turn.TurnCheck;
import org.huizhen.server.signaling.recording.RecordingFeature;
import org.huizhen.server.signaling.room.IceServers;

/** {@code check --media}: tries every server that carries sound and pictures, from this machine, and says what is wrong. */
final class MediaCheck {
    private final ServerSettings settings;
    private final ServerSettings.Media media;
    private final IceServers ice;
    private final PrintWriter out;
    private int problems;

    MediaCheck(ServerSettings settings, Clock clock, PrintWriter out) {
        this.settings = settings;
        this.media = settings.media();
        this.ice = new IceServers(Features.iceServers(settings), clock);
        this.out = out;
    }

    /** Prints a line per server. Returns how many are not well. */
    int run() {
        if (media.stun().isEmpty() && media.turn().isEmpty()) {
            out.println("media: no STUN or TURN server is configured; calls connect only within one network");
        }
        media.stun().forEach(address -> say(address, TurnCheck.stun(address)));
        ice.login("check")
                .ifPresent(login -> media.turn()
                        .forEach(address -> say(address, TurnCheck.turn(address, login.username(), login.password()))));
        if (!media.turn().isEmpty() && media.turn().stream().noneMatch(address -> address.startsWith("turns:"))) {
            out.println("media: no turns: address; from networks that only let TLS through nobody can be called");
        }
        Features.kurento(settings, "check")
                .ifPresent(kurento -> say(kurento.uri().toString(), KurentoCheck.run(kurento)));
        media.recordings().ifPresent(recordings -> say(recordings.directory().toString(), looked(recordings)));
        return problems;
    }

    /** Whether the media server may write there too only it can say. */
    private static Finding looked(ServerSettings.Recordings recordings) {
        if (!Files.isWritable(recordings.directory())) {
            return new Finding(false, "is no folder that this user may write into");
        }
        return new Finding(
                true,
                "may be written into"
                        + (RecordingFeature.composes() ? "" : "; ffmpeg is not installed: recordings stay in parts"));
    }

    private void say(String address, Finding result) {
        if (!result.well()) {
            problems++;
        }
        out.println((result.well() ? "well     " : "PROBLEM  ") + address + " " + result.words());
    }
}
