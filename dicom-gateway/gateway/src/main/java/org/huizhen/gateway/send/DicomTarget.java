package org.huizhen.gateway.send;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.huizhen.dicom.association.AssociationException;
import org.huizhen.dicom.association.AssociationRejectedException;
import org.huizhen.dicom.association.ContextNotAcceptedException;
import org.huizhen.dicom.dimse.Status;
import org.huizhen.dicom.scu.ClientAssociation;
import org.huizhen.dicom.scu.DicomClient;
import org.huizhen.dicom.scu.ProposedContext;
import org.huizhen.dicom.scu.RemoteAe;
import org.huizhen.gateway.send.SendFiles.SendFile;

/** Sends by C-STORE, as many associations one after the other as the presentation contexts need. */
final class DicomTarget implements Target {
    private static final int TRIES = 3;

    private final RemoteAe remote;
    private final String callingAeTitle;
    private final Tally tally;
    private final Runnable progress;

    DicomTarget(RemoteAe remote, String callingAeTitle, Tally tally, Runnable progress) {
        this.remote = remote;
        this.callingAeTitle = callingAeTitle;
        this.tally = tally;
        this.progress = progress;
    }

    @Override
    public void send(List<SendFile> files) {
        try (DicomClient client =
                DicomClient.builder().callingAeTitle(callingAeTitle).build()) {
            for (List<SendFile> group : byContexts(files)) {
                send(client, group);
            }
        }
    }

    /** An association carries 128 presentation contexts at most. */
    private static List<List<SendFile>> byContexts(List<SendFile> files) {
        List<List<SendFile>> groups = new ArrayList<>();
        Set<ProposedContext> contexts = new LinkedHashSet<>();
        for (SendFile file : files) {
            ProposedContext context = context(file);
            if (groups.isEmpty() || !contexts.contains(context) && contexts.size() == DicomClient.MOST_CONTEXTS) {
                groups.add(new ArrayList<>());
                contexts.clear();
            }
            contexts.add(context);
            groups.getLast().add(file);
        }
        return groups;
    }

    private static ProposedContext context(SendFile file) {
        return new ProposedContext(
                file.instance().sopClassUid(), List.of(file.instance().transferSyntaxUid()));
    }

    private void send(DicomClient client, List<SendFile> group) {
        List<SendFile> rest = new ArrayList<>(group);
        int failures = 0;
        while (!rest.isEmpty()) {
            int before = rest.size();
            try (ClientAssociation association = client.connect(
                    remote,
                    List.copyOf(new LinkedHashSet<>(
                            rest.stream().map(DicomTarget::context).toList())))) {
                while (!rest.isEmpty()) {
                    store(association, rest.getFirst());
                    rest.removeFirst();
                    progress.run();
                }
            } catch (AssociationRejectedException e) {
                refuseAll(rest, e.getMessage());
            } catch (AssociationException e) {
                failures = rest.size() < before ? 1 : failures + 1;
                if (failures >= TRIES) {
                    refuseAll(rest, "not reached: " + e.getMessage());
                }
            }
        }
    }

    private void refuseAll(List<SendFile> rest, String reason) {
        rest.forEach(file -> tally.refused(file.name(), reason));
        rest.clear();
    }

    private void store(ClientAssociation association, SendFile file) {
        Status status;
        try {
            status = association.store(file.instance());
        } catch (ContextNotAcceptedException e) {
            tally.refused(file.name(), "SOP class or transfer syntax not accepted");
            return;
        } catch (java.io.UncheckedIOException e) {
            tally.refused(file.name(), "cannot be read");
            throw e;
        }
        if (status.isSuccess() || status.isWarning()) {
            tally.sent();
        } else if (status.equals(Status.DUPLICATE_SOP_INSTANCE)) {
            tally.alreadyThere();
        } else {
            tally.refused(file.name(), "status " + status);
        }
    }
}
