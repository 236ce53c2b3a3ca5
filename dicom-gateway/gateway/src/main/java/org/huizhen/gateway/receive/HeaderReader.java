package org.huizhen.gateway.receive;

import java.nio.ByteBuffer;
import java.util.Optional;
import org.huizhen.dicom.dataset.DataSet;
import org.huizhen.dicom.dataset.PersonName;
import org.huizhen.dicom.dataset.SpecificCharacterSet;
import org.huizhen.dicom.dataset.Tag;
import org.huizhen.dicom.encoding.DicomFormatException;
import org.huizhen.dicom.encoding.HeaderScanner;
import org.huizhen.dicom.encoding.TransferSyntax;
import org.huizhen.gateway.spool.InstanceHeader;

/** Reads patient, study and series from the first bytes of an encoded data set. */
final class HeaderReader {
    /** So much of a data set is looked at; patient and study stand well within it. */
    static final int PREFIX = HeaderScanner.USUAL_LENGTH;

    private HeaderReader() {}

    /**
     * What the first bytes say.
     *
     * @param sopInstanceUid as the data set names itself; empty where it does not
     * @param complete false where the bytes end within an element of interest
     */
    record Found(InstanceHeader header, String sopInstanceUid, boolean complete) {}

    /**
     * Reads the header.
     *
     * @param prefix the first bytes, of which {@code length} count
     * @param characterSet defined term to read texts in, whatever is declared; empty to go by the declaration
     * @return empty when the bytes are no data set, or say nothing of a study
     */
    static Optional<Found> read(byte[] prefix, int length, String transferSyntaxUid, String characterSet) {
        HeaderScanner.Header scanned;
        try {
            scanned = HeaderScanner.scan(ByteBuffer.wrap(prefix, 0, length), TransferSyntax.of(transferSyntaxUid));
        } catch (DicomFormatException e) {
            return Optional.empty();
        }
        if (scanned.studyInstanceUid().isEmpty()) {
            return Optional.empty();
        }
        DataSet dataSet = scanned.dataSet();
        if (!characterSet.isEmpty()) {
            dataSet.overrideCharacterSet(SpecificCharacterSet.of(characterSet));
        }
        PersonName name = dataSet.personName(Tag.PatientName).orElse(PersonName.EMPTY);
        InstanceHeader header = new InstanceHeader(
                scanned.studyInstanceUid(),
                scanned.seriesInstanceUid(),
                scanned.patientId(),
                name.display(),
                dataSet.string(Tag.PatientSex, ""),
                dataSet.string(Tag.PatientBirthDate, ""),
                scanned.modality(),
                dataSet.string(Tag.StudyDate, ""),
                dataSet.string(Tag.StudyDescription, ""));
        return Optional.of(new Found(header, scanned.sopInstanceUid(), scanned.complete()));
    }
}
