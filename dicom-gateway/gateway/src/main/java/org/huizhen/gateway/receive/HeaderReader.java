package org.huizhen.gateway.receive;

import java.util.Optional;
import org.huizhen.dicom.dataset.DataSet;
import org.huizhen.dicom.dataset.PersonName;
import org.huizhen.dicom.dataset.SpecificCharacterSet;
import org.huizhen.dicom.dataset.Tag;
import org.huizhen.dicom.encoding.DataSetReader;
import org.huizhen.dicom.encoding.DicomFormatException;
import org.huizhen.dicom.encoding.ReadLimits;
import org.huizhen.dicom.encoding.ReadOptions;
import org.huizhen.dicom.encoding.TransferSyntax;
import org.huizhen.gateway.spool.InstanceHeader;

/** Reads patient, study and series from the first bytes of an encoded data set. */
final class HeaderReader {
    /** So much of a data set is looked at; patient and study stand well within it. */
    static final int PREFIX = 128 << 10;

    private static final ReadOptions UP_TO_SERIES = new ReadOptions(ReadLimits.HEADER, 4 << 10, Tag.StudyID);

    private HeaderReader() {}

    /** @param sopInstanceUid as the data set names itself; empty where it does not */
    record Found(InstanceHeader header, String sopInstanceUid) {}

    /**
     * Reads the header.
     *
     * @param prefix the first bytes, of which {@code length} count
     * @param characterSet defined term to read texts in, whatever is declared; empty to go by the declaration
     * @return empty when the bytes are no data set of that syntax, or end before the header does
     */
    static Optional<Found> read(byte[] prefix, int length, String transferSyntaxUid, String characterSet) {
        TransferSyntax syntax = TransferSyntax.of(transferSyntaxUid);
        DataSet dataSet;
        try {
            dataSet = DataSetReader.read(prefix, 0, length, syntax, UP_TO_SERIES);
        } catch (DicomFormatException e) {
            return Optional.empty();
        }
        if (!characterSet.isEmpty()) {
            dataSet.overrideCharacterSet(SpecificCharacterSet.of(characterSet));
        }
        if (dataSet.string(Tag.StudyInstanceUID).isEmpty()) {
            return Optional.empty();
        }
        PersonName name = dataSet.personName(Tag.PatientName).orElse(PersonName.EMPTY);
        InstanceHeader header = new InstanceHeader(
                dataSet.string(Tag.StudyInstanceUID, ""),
                dataSet.string(Tag.SeriesInstanceUID, ""),
                dataSet.string(Tag.PatientID, ""),
                name.display(),
                dataSet.string(Tag.PatientSex, ""),
                dataSet.string(Tag.PatientBirthDate, ""),
                dataSet.string(Tag.Modality, ""),
                dataSet.string(Tag.StudyDate, ""),
                dataSet.string(Tag.StudyDescription, ""));
        return Optional.of(new Found(header, dataSet.string(Tag.SOPInstanceUID, "")));
    }
}
