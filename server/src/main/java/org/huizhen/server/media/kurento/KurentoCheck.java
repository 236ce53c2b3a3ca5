package org.huizhen.server.media.kurento;

import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.huizhen.server.media.Finding;
import org.kurento.client.MediaPipeline;
import org.kurento.client.internal.server.KurentoServerException;

/** Tries a Kurento Media Server as a room would begin with it: connects, asks what it is, makes a pipeline and releases it. */
public final class KurentoCheck {
    private KurentoCheck() {}

    /** Takes as long as the server is given to answer. */
    public static Finding run(KurentoSettings settings) {
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
                KurentoLine line = KurentoLine.open(settings, threads, () -> {})) {
            long start = System.nanoTime();
            MediaPipeline pipeline = line.makePipeline("huizhen " + settings.installation() + " check");
            line.tell(pipeline::release);
            return new Finding(
                    true,
                    "answers, version " + line.version() + ", makes a room in "
                            + (System.nanoTime() - start) / 1_000_000 + " ms");
        } catch (KurentoServerException e) {
            return new Finding(false, "answers, but makes no room: " + e.getServerMessage());
        } catch (KurentoLost e) {
            return new Finding(false, e.getMessage());
        }
    }
}
