package org.huizhen.bench;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** Orthanc as a receiver. */
final class OrthancReceiver implements Receiver {
    @Override
    public String name() {
        return Orthanc.NAME;
    }

    @Override
    public Optional<String> missing() {
        return Orthanc.missing();
    }

    @Override
    public Running start(Path folder) throws IOException, InterruptedException {
        return new RunningOrthanc(Orthanc.start(folder));
    }

    private record RunningOrthanc(Orthanc orthanc) implements Running {
        @Override
        public int port() {
            return orthanc.dicomPort();
        }

        @Override
        public List<String> command() {
            return orthanc.process().command();
        }

        @Override
        public long held() throws IOException, InterruptedException {
            return orthanc.instances();
        }

        @Override
        public void close() {
            orthanc.close();
        }
    }
}
