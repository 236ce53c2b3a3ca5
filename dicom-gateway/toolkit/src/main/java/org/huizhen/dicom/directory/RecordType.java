package org.huizhen.dicom.directory;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.huizhen.dicom.dataset.Dictionary;

/** The record types of directories that are written, with the keys that PS3.3 F.5 asks of each. */
enum RecordType {
    PATIENT("PatientName PatientID PatientBirthDate PatientSex"),
    STUDY("StudyDate StudyTime StudyDescription StudyInstanceUID StudyID AccessionNumber"),
    SERIES("Modality SeriesInstanceUID SeriesNumber SeriesDescription"),
    IMAGE("InstanceNumber ImageType NumberOfFrames Rows Columns"),
    WAVEFORM("InstanceNumber ContentDate ContentTime"),
    SR_DOCUMENT("InstanceNumber CompletionFlag VerificationFlag ContentDate ContentTime ConceptNameCodeSequence"),
    KEY_OBJECT_DOC("InstanceNumber ContentDate ContentTime ConceptNameCodeSequence"),
    PRESENTATION("PresentationCreationDate PresentationCreationTime InstanceNumber ContentLabel ContentDescription"
            + " ContentCreatorName ReferencedSeriesSequence"),
    ENCAP_DOC("ContentDate ContentTime InstanceNumber DocumentTitle ConceptNameCodeSequence"
            + " MIMETypeOfEncapsulatedDocument"),
    RT_DOSE("InstanceNumber DoseSummationType"),
    RT_STRUCTURE_SET("InstanceNumber StructureSetLabel StructureSetDate StructureSetTime"),
    RT_PLAN("InstanceNumber RTPlanLabel RTPlanDate RTPlanTime"),
    RT_TREAT_RECORD("InstanceNumber TreatmentDate TreatmentTime"),
    SPECTROSCOPY("ImageType ContentDate ContentTime InstanceNumber NumberOfFrames Rows Columns DataPointRows"
            + " DataPointColumns"),
    RAW_DATA("ContentDate ContentTime InstanceNumber"),
    REGISTRATION("ContentDate ContentTime InstanceNumber ContentLabel ContentDescription ContentCreatorName"),
    FIDUCIAL("ContentDate ContentTime InstanceNumber ContentLabel ContentDescription ContentCreatorName"),
    VALUE_MAP("ContentDate ContentTime InstanceNumber ContentLabel ContentDescription ContentCreatorName"),
    STEREOMETRIC("ContentDate ContentTime InstanceNumber ContentLabel ContentDescription ContentCreatorName"),
    MEASUREMENT("InstanceNumber ContentDate ContentTime"),
    SURFACE("InstanceNumber ContentDate ContentTime"),
    SURFACE_SCAN("ContentDate ContentTime"),
    TRACT("InstanceNumber ContentDate ContentTime ContentLabel ContentDescription ContentCreatorName");

    private static final String STORAGE = "1.2.840.10008.5.1.4.1.1.";

    private final List<Integer> keys;

    RecordType(String keywords) {
        keys = Arrays.stream(keywords.split(" "))
                .map(keyword -> Dictionary.find(keyword).orElseThrow().tag())
                .toList();
    }

    /** Directory Record Type as it stands in the record. */
    String term() {
        return name().replace('_', ' ');
    }

    /** The tags to copy from the instance. */
    List<Integer> keys() {
        return keys;
    }

    /** What a storage SOP class is recorded as; empty for what belongs to no patient, and for directories. */
    static Optional<RecordType> of(String sopClassUid) {
        if (!sopClassUid.startsWith("1.2.840.10008.")) {
            return sopClassUid.isEmpty() ? Optional.empty() : Optional.of(RAW_DATA);
        }
        if (!sopClassUid.startsWith(STORAGE)) {
            return Optional.empty();
        }
        String last = sopClassUid.substring(STORAGE.length());
        return Optional.of(
                switch (last) {
                    case "4.2" -> SPECTROSCOPY;
                    case "66" -> RAW_DATA;
                    case "66.1", "66.3" -> REGISTRATION;
                    case "66.2" -> FIDUCIAL;
                    case "66.5" -> SURFACE;
                    case "66.6" -> TRACT;
                    case "67" -> VALUE_MAP;
                    case "68.1" -> SURFACE_SCAN;
                    case "77.1.5.3" -> STEREOMETRIC;
                    case "88.59" -> KEY_OBJECT_DOC;
                    case "481.2" -> RT_DOSE;
                    case "481.3" -> RT_STRUCTURE_SET;
                    case "481.5", "481.8" -> RT_PLAN;
                    case "481.4", "481.6", "481.7", "481.9" -> RT_TREAT_RECORD;
                    default -> ofFamily(last);
                });
    }

    private static RecordType ofFamily(String last) {
        return switch (last.substring(0, (last + '.').indexOf('.'))) {
            case "9" -> WAVEFORM;
            case "11" -> PRESENTATION;
            case "78" -> MEASUREMENT;
            case "88" -> SR_DOCUMENT;
            case "104" -> ENCAP_DOC;
            default -> IMAGE;
        };
    }

    /** 0 for what stands in the root, 3 for instances. */
    static int level(String term) {
        return switch (term) {
            case "PATIENT", "HANGING PROTOCOL", "PALETTE", "IMPLANT", "IMPLANT ASSY", "IMPLANT GROUP" -> 0;
            case "STUDY" -> 1;
            case "SERIES" -> 2;
            default -> 3;
        };
    }

    /** Whether a record may stand below one of the parent type, empty for the root (PS3.3 table F.4-1). */
    static boolean mayFollow(String term, String parent) {
        if (term.equals("PRIVATE")) {
            return true;
        }
        return switch (level(term)) {
            case 0 -> parent.isEmpty();
            case 1 -> parent.equals("PATIENT");
            case 2 -> parent.equals("STUDY");
            // HL7 structured documents stand below a patient.
            default -> parent.equals("SERIES") || (term.equals("HL7 STRUC DOC") && parent.equals("PATIENT"));
        };
    }
}
