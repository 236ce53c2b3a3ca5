package org.huizhen.server.imaging.ingest;

import com.github.luben.zstd.Zstd;
import org.huizhen.dicom.dataset.DataSet;
import org.huizhen.dicom.dataset.Element;
import org.huizhen.dicom.dataset.Tag;
import org.huizhen.dicom.dataset.Vr;
import org.huizhen.dicom.encoding.DicomJson;
import org.huizhen.server.patient.PatientFeature;

/**
 * The header of an instance as metadata requests answer it: DICOM JSON, long binary values by URI, identity numbers masked,
 * telephone numbers left out (decision 11).
 */
public final class HeaderJson {
    /** Binary values longer than so many bytes are fetched apart. */
    public static final int LONGEST_INLINE = 4096;

    private static final int LEVEL = 3;
    private static final int LARGEST = 64 << 20;

    private static final int PATIENT_TELEPHONE_NUMBERS = 0x00102154;

    private HeaderJson() {}

    /** Where an instance's bulk values are: {@code /dicomweb/studies/…/instances/…/bulkdata/}. */
    static String bulkRoot(InstanceIndex index) {
        return "/dicomweb/studies/" + index.study().uid() + "/series/"
                + index.series().uid() + "/instances/" + index.instance().uid() + "/bulkdata/";
    }

    /** Zstandard-compressed; {@code data} is changed by masking. */
    static byte[] compress(DataSet data, InstanceIndex index) {
        maskPatient(data);
        data.items(Tag.OtherPatientIDsSequence).forEach(HeaderJson::maskPatient);
        data.remove(Tag.OtherPatientIDs);
        data.remove(PATIENT_TELEPHONE_NUMBERS);
        String root = bulkRoot(index);
        byte[] json = DicomJson.toBytes(data, (path, element) -> inline(element) ? null : root + path);
        return Zstd.compress(json, LEVEL);
    }

    /** The JSON object in UTF-8. */
    public static byte[] decompress(byte[] stored) {
        long size = Zstd.getFrameContentSize(stored);
        if (size < 0 || size > LARGEST) {
            throw new IllegalStateException("header of " + size + " bytes, expected at most " + LARGEST);
        }
        return Zstd.decompress(stored, (int) size);
    }

    private static boolean inline(Element element) {
        return element.tag() != Tag.PixelData
                && element instanceof Element.Value value
                && value.bytes().length <= LONGEST_INLINE;
    }

    private static void maskPatient(DataSet data) {
        data.string(Tag.PatientID)
                .filter(PatientFeature::looksLikeIdentityNumber)
                .ifPresent(id -> data.putString(Tag.PatientID, Vr.LO, PatientFeature.maskIfIdentityNumber(id)));
    }
}
