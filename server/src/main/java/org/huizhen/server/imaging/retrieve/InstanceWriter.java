package org.huizhen.server.imaging.retrieve;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.util.Optional;
import org.huizhen.dicom.dataset.DataSet;
import org.huizhen.dicom.dataset.Element;
import org.huizhen.dicom.dataset.Tag;
import org.huizhen.dicom.dataset.Vr;
import org.huizhen.dicom.encoding.BulkSource;
import org.huizhen.dicom.encoding.DataSetWriter;
import org.huizhen.dicom.encoding.DicomFile;
import org.huizhen.dicom.encoding.FileMeta;
import org.huizhen.dicom.encoding.ReadLimits;
import org.huizhen.dicom.encoding.ReadOptions;
import org.huizhen.dicom.encoding.TransferSyntax;
import org.huizhen.server.blob.BlobStore;

/** Writes one instance as a Part 10 file: as it lies on disk, or corrected and re-encoded where that is asked for. */
final class InstanceWriter {
    private static final ReadOptions PATIENT = new ReadOptions(ReadLimits.HEADER, 4096, 0x00110000);
    private static final ReadOptions WITHOUT_BULK = ReadOptions.BULK_AS_RANGES;

    private final BlobStore blobs;
    private final Optional<PatientTruth> truth;
    private final boolean raw;

    private InstanceWriter(BlobStore blobs, Optional<PatientTruth> truth, boolean raw) {
        this.blobs = blobs;
        this.truth = truth;
        this.raw = raw;
    }

    /** Gives back what was sent. */
    static InstanceWriter raw(BlobStore blobs) {
        return new InstanceWriter(blobs, Optional.empty(), true);
    }

    /** @param truth of the patient; empty while nobody knows it */
    static InstanceWriter correcting(BlobStore blobs, Optional<PatientTruth> truth) {
        return new InstanceWriter(blobs, truth, false);
    }

    /** Whether the file can go out as it lies on disk, as far as can be told without opening it. */
    boolean surelyAsStored(StoredInstance instance, Target target) {
        return target.asStored(instance)
                && !relabels(instance)
                && truth.map(known -> known.corrects(instance.patientKey())
                                .map(is -> !is)
                                .orElse(false))
                        .orElse(true);
    }

    /** In which transfer syntax instances are wanted. */
    record Target(Optional<TransferSyntax> syntax) {
        static final Target AS_STORED = new Target(Optional.empty());

        boolean asStored(StoredInstance instance) {
            return syntax.isEmpty() || syntax.get().uid().equals(instance.transferSyntaxUid());
        }

        /** Whether this server can give the instance so: native pixels only, nothing is decompressed. */
        boolean possible(StoredInstance instance) {
            return asStored(instance)
                    || syntax.get().equals(TransferSyntax.EXPLICIT_LITTLE_ENDIAN)
                            && TransferSyntax.known(instance.transferSyntaxUid())
                            && !TransferSyntax.of(instance.transferSyntaxUid()).encapsulated();
        }
    }

    void write(StoredInstance instance, Target target, ResponseBody body) throws IOException {
        try (FileChannel file = blobs.open(instance.blob())) {
            boolean correct = truth.isPresent() && corrects(truth.get(), instance, file);
            if (!correct && !relabels(instance) && target.asStored(instance)) {
                body.send(file, 0, instance.bytes());
            } else {
                rewrite(instance, file, target, correct, body);
            }
        }
    }

    private static boolean corrects(PatientTruth truth, StoredInstance instance, FileChannel file) throws IOException {
        Optional<Boolean> known = truth.corrects(instance.patientKey());
        return known.isPresent()
                ? known.get()
                : truth.corrects(relabelled(DicomFile.read(file, PATIENT).dataSet(), instance));
    }

    private boolean relabels(StoredInstance instance) {
        return !raw && instance.characterSet().isPresent();
    }

    /** Names the set that the text is really in; the text itself stays as it is. */
    private static DataSet relabelled(DataSet data, StoredInstance instance) {
        instance.characterSet().ifPresent(terms -> {
            unlabel(data);
            data.putString(Tag.SpecificCharacterSet, Vr.CS, terms.split("\\\\"));
        });
        return data;
    }

    private static void unlabel(DataSet data) {
        data.remove(Tag.SpecificCharacterSet);
        for (Element element : data.elements()) {
            if (element instanceof Element.Sequence sequence) {
                sequence.items().forEach(InstanceWriter::unlabel);
            }
        }
    }

    private void rewrite(StoredInstance instance, FileChannel file, Target target, boolean correct, ResponseBody body)
            throws IOException {
        TransferSyntax stored = TransferSyntax.of(instance.transferSyntaxUid());
        TransferSyntax wanted = target.syntax().orElse(stored);
        // Ranges of a deflated data set are of what it inflates to, so it is read whole.
        DicomFile read = DicomFile.read(file, stored.deflated() ? ReadOptions.ALL : WITHOUT_BULK);
        DataSet data = raw ? read.dataSet() : relabelled(read.dataSet(), instance);
        if (correct) {
            truth.orElseThrow().apply(data);
        }
        DataSet meta = FileMeta.create(
                data.string(Tag.SOPClassUID, instance.sopClassUid()), instance.sopInstanceUid(), wanted.uid());
        body.write(FileMeta.encode(meta));
        DataSetWriter.write(data, wanted, body.stream(), BulkSource.of(file));
    }
}
