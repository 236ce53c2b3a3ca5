package org.huizhen.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.huizhen.dicom.scu.ClientAssociation;
import org.huizhen.dicom.scu.DicomClient;
import org.huizhen.dicom.scu.InstanceFile;
import org.huizhen.dicom.scu.ProposedContext;
import org.huizhen.dicom.scu.RemoteAe;

/** Our own sender, in this process: connects, sends one instance, releases; then the next. */
final class AssociationEachSender implements Sender {
    @Override
    public String name() {
        return "an association each";
    }

    @Override
    public String commandLine() {
        return "(in this process)";
    }

    @Override
    public void send(int port, List<Path> folders) throws IOException {
        RemoteAe receiver = RemoteAe.of("127.0.0.1", port, "BENCH");
        try (DicomClient client =
                DicomClient.builder().callingAeTitle("BENCHSCU").build()) {
            for (Path folder : folders) {
                try (var files = Files.newDirectoryStream(folder)) {
                    for (Path path : files) {
                        send(client, receiver, InstanceFile.read(path));
                    }
                }
            }
        }
    }

    private static void send(DicomClient client, RemoteAe receiver, InstanceFile file) throws IOException {
        try (ClientAssociation association = client.connect(receiver, ProposedContext.forFiles(List.of(file)))) {
            if (!association.store(file).isSuccess()) {
                throw new IOException("an instance was not taken");
            }
        }
    }
}
