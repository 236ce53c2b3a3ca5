package org.huizhen.gateway.send;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.channels.Channels;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.huizhen.dicom.encoding.FileMeta;
import org.huizhen.dicom.scu.InstanceFile;
import org.huizhen.gateway.forward.CenterClient;
import org.huizhen.gateway.forward.CenterException;
import org.huizhen.gateway.forward.StowAnswer;
import org.huizhen.gateway.forward.StowBody;
import org.huizhen.gateway.send.SendFiles.SendFile;

/** Sends by STOW-RS in requests of some megabytes. */
final class WebTarget implements Target {
    private static final long BATCH = 8 << 20;
    private static final int TRIES = 4;
    private static final Set<String> NOT_COMPRESSED =
            Set.of("1.2.840.10008.1.2", "1.2.840.10008.1.2.1", "1.2.840.10008.1.2.2");

    private final CenterClient client;
    private final Tally tally;
    private final Runnable progress;

    WebTarget(CenterClient client, Tally tally, Runnable progress) {
        this.client = client;
        this.tally = tally;
        this.progress = progress;
    }

    @Override
    public void send(List<SendFile> files) {
        List<SendFile> batch = new ArrayList<>();
        long bytes = 0;
        for (SendFile file : files) {
            boolean otherKind = !batch.isEmpty() && plain(batch.getFirst()) != plain(file);
            if (otherKind || bytes > 0 && bytes + file.instance().dataSetLength() > BATCH) {
                store(batch);
                batch.clear();
                bytes = 0;
            }
            batch.add(file);
            bytes += file.instance().dataSetLength();
        }
        store(batch);
    }

    private void store(List<SendFile> batch) {
        if (batch.isEmpty()) {
            return;
        }
        StowBody body = new StowBody(batch.stream().map(WebTarget::part).toList(), plain(batch.getFirst()));
        for (int attempt = 1; ; attempt++) {
            try {
                settle(batch, client.store(body));
                return;
            } catch (CenterException e) {
                if (e.kind() == CenterException.Kind.TRANSIENT && attempt < TRIES) {
                    pause(attempt);
                } else if (e.kind() == CenterException.Kind.REFUSED && batch.size() > 1) {
                    batch.forEach(file -> store(List.of(file)));
                    return;
                } else {
                    batch.forEach(file -> tally.refused(file.name(), e.reason()));
                    return;
                }
            }
        }
    }

    private void settle(List<SendFile> batch, StowAnswer answer) {
        for (SendFile file : batch) {
            String uid = file.instance().sopInstanceUid();
            StowAnswer.Failure failure = answer.failed().get(uid);
            if (answer.stored().contains(uid)) {
                tally.sent();
            } else {
                tally.refused(file.name(), failure == null ? "not answered for" : failure.reason());
            }
        }
        progress.run();
    }

    private static boolean plain(SendFile file) {
        return NOT_COMPRESSED.contains(file.instance().transferSyntaxUid());
    }

    private static StowBody.Part part(SendFile file) {
        InstanceFile instance = file.instance();
        return new StowBody.Part(
                "",
                FileMeta.encode(instance.sopClassUid(), instance.sopInstanceUid(), instance.transferSyntaxUid()),
                () -> open(instance));
    }

    private static InputStream open(InstanceFile instance) {
        try {
            return Channels.newInputStream(instance.open());
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + instance.path(), e);
        }
    }

    private static void pause(int attempt) {
        try {
            Thread.sleep(500L << attempt);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
