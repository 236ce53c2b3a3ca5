package org.huizhen.server.imaging.retrieve;

import java.text.Normalizer;
import java.time.LocalDate;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;
import org.huizhen.dicom.dataset.DataSet;
import org.huizhen.dicom.dataset.Element;
import org.huizhen.dicom.dataset.SpecificCharacterSet;
import org.huizhen.dicom.dataset.Tag;
import org.huizhen.dicom.dataset.Vr;
import org.huizhen.server.core.StudyId;
import org.huizhen.server.patient.Patient;
import org.huizhen.server.patient.PatientFeature;
import org.huizhen.server.patient.Sex;
import org.jdbi.v3.core.Handle;

/**
 * What the database knows of a study's patient. Where an instance says something else, it goes out corrected (decision 2);
 * what merely is written otherwise (王小东, Wang^Xiaodong) is left as sent.
 */
final class PatientTruth {
    // PS3.6: tags of PS3.3 C.2 and C.7.1.1 that the dictionary of the toolkit does not name.
    private static final int ISSUER_QUALIFIERS = 0x00100024;
    private static final int OTHER_NAMES = 0x00101001;
    private static final int BIRTH_NAME = 0x00101005;
    private static final int MOTHERS_BIRTH_NAME = 0x00101060;
    private static final int TELEPHONE_NUMBERS = 0x00102154;

    /** What else is said of a person who is not the patient: it would name the wrong one. Size and weight were measured. */
    private static final List<Integer> OF_SOMEBODY_ELSE = List.of(
            ISSUER_QUALIFIERS,
            Tag.PatientBirthTime,
            Tag.OtherPatientIDs,
            OTHER_NAMES,
            Tag.OtherPatientIDsSequence,
            BIRTH_NAME,
            Tag.PatientAddress,
            MOTHERS_BIRTH_NAME,
            TELEPHONE_NUMBERS,
            Tag.EthnicGroup,
            Tag.PatientComments);

    /** Every tag that {@link #apply} may set or remove. */
    static final List<Integer> TAGS = Stream.concat(
                    Stream.of(
                            Tag.PatientName,
                            Tag.PatientID,
                            Tag.IssuerOfPatientID,
                            Tag.PatientBirthDate,
                            Tag.PatientSex,
                            Tag.PatientAge),
                    OF_SOMEBODY_ELSE.stream())
            .toList();

    private static final int LONGEST_LO = 64;

    private final String patientId;
    private final String issuer;
    private final String name;
    private final String sex;
    private final Optional<LocalDate> birthDate;
    private final long usualKey;
    private final boolean usualDiffers;

    /** The words of one instance; the Patient ID masked where it looks like an identity number. */
    private record Words(String patientId, String name, String sex, Optional<LocalDate> birthDate) {}

    private PatientTruth(Patient patient, long usualKey, Words usual) {
        this.patientId = patient.localId().orElse(patient.id().toString());
        this.issuer = patient.issuer()
                .substring(0, Math.min(LONGEST_LO, patient.issuer().length()));
        this.name = patient.name();
        this.sex = code(patient.sex());
        this.birthDate = patient.birthDate();
        this.usualKey = usualKey;
        this.usualDiffers = differs(usual);
    }

    private record Sent(long key, Words words) {}

    /** Empty for a study that is not matched: there is no truth yet. */
    static Optional<PatientTruth> of(Handle handle, PatientFeature patients, StudyId study, Patient patient) {
        return handle.createQuery("""
                        select sent_patient_key, sent_patient_id, sent_patient_name, sent_patient_sex, sent_patient_birth_date
                        from study where id = :id and matched
                        """)
                .bind("id", study)
                .map((row, context) -> new Sent(
                        row.getLong("sent_patient_key"),
                        new Words(
                                row.getString("sent_patient_id"),
                                row.getString("sent_patient_name"),
                                switch (row.getString("sent_patient_sex")) {
                                    case "male" -> "M";
                                    case "female" -> "F";
                                    case "other" -> "O";
                                    default -> "";
                                },
                                Optional.ofNullable(row.getObject("sent_patient_birth_date", LocalDate.class)))))
                .findOne()
                .map(sent -> new PatientTruth(patient, sent.key(), sent.words()));
    }

    /** Decides without looking at the instance; empty where its words differ from the study's first. */
    Optional<Boolean> corrects(long patientKey) {
        return patientKey == usualKey ? Optional.of(usualDiffers) : Optional.empty();
    }

    boolean corrects(DataSet data) {
        return differs(words(data));
    }

    /** Puts what is true in place of what differs. */
    void apply(DataSet data) {
        Words said = words(data);
        data.remove(Tag.PatientID & 0xFFFF0000);
        if (!sameName(said.name())) {
            if (!encodable(data.characterSet(), name)) {
                toUnicode(data);
            }
            data.putString(Tag.PatientName, Vr.PN, name);
        }
        if (!said.patientId().equals(patientId)) {
            data.putString(Tag.PatientID, Vr.LO, patientId);
            data.putString(Tag.IssuerOfPatientID, Vr.LO, issuer);
            for (int tag : OF_SOMEBODY_ELSE) {
                data.remove(tag);
            }
        }
        if (!sex.isEmpty() && !said.sex().equals(sex)) {
            data.putString(Tag.PatientSex, Vr.CS, sex);
        }
        birthDate.filter(date -> !said.birthDate().equals(Optional.of(date))).ifPresent(date -> {
            data.putString(Tag.PatientBirthDate, Vr.DA, date.format(DateTimeFormatter.BASIC_ISO_DATE));
            data.remove(Tag.PatientAge);
        });
    }

    private boolean differs(Words said) {
        return !said.patientId().equals(patientId)
                || !sameName(said.name())
                || !sex.isEmpty() && !said.sex().equals(sex)
                || birthDate.isPresent() && !said.birthDate().equals(birthDate);
    }

    private static Words words(DataSet data) {
        String birth = data.string(Tag.PatientBirthDate, "").replace(".", "");
        Optional<LocalDate> date;
        try {
            date = Optional.of(LocalDate.parse(birth, DateTimeFormatter.BASIC_ISO_DATE));
        } catch (java.time.DateTimeException e) {
            date = Optional.empty();
        }
        return new Words(
                PatientFeature.maskIfIdentityNumber(data.string(Tag.PatientID, "")),
                PatientFeature.displayName(data.string(Tag.PatientName, "")),
                data.string(Tag.PatientSex, ""),
                date);
    }

    // Names in different scripts can't be compared; the other words decide then.
    private boolean sameName(String said) {
        String one = letters(said);
        String other = letters(name);
        return one.equals(other) || !one.isEmpty() && ideographic(one) != ideographic(other);
    }

    private static String letters(String text) {
        return Normalizer.normalize(text, Normalizer.Form.NFKC)
                .toUpperCase(Locale.ROOT)
                .codePoints()
                .filter(Character::isLetterOrDigit)
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                .toString();
    }

    private static boolean ideographic(String text) {
        return text.codePoints().anyMatch(Character::isIdeographic);
    }

    private static String code(Sex sex) {
        return switch (sex) {
            case MALE -> "M";
            case FEMALE -> "F";
            case OTHER -> "O";
            case UNKNOWN -> "";
        };
    }

    private static boolean encodable(SpecificCharacterSet set, String text) {
        try {
            set.encode(text);
            return true;
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    /** Turns all text into UTF-8, since the name has characters that the declared set lacks. */
    private static void toUnicode(DataSet root) {
        List<Text> texts = new java.util.ArrayList<>();
        collect(root, texts);
        root.overrideCharacterSet(null).putCharacterSet(SpecificCharacterSet.UTF_8);
        for (Text text : texts) {
            if (text.holder() != root) {
                text.holder().remove(Tag.SpecificCharacterSet);
            }
            text.holder().putString(text.tag(), text.vr(), text.values().toArray(String[]::new));
        }
    }

    private record Text(DataSet holder, int tag, Vr vr, List<String> values) {}

    private static void collect(DataSet data, List<Text> texts) {
        for (Element element : List.copyOf(data.elements())) {
            switch (element) {
                case Element.Sequence sequence -> sequence.items().forEach(item -> collect(item, texts));
                case Element.Value value -> {
                    if (value.vr().kind() == Vr.Kind.LOCAL_TEXT) {
                        texts.add(new Text(data, value.tag(), value.vr(), data.strings(value.tag())));
                    }
                }
                case Element.Bulk ignored -> {}
                case Element.Fragments ignored -> {}
            }
        }
    }
}
