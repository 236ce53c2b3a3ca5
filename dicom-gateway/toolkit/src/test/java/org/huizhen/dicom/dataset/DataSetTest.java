package org.huizhen.dicom.dataset;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class DataSetTest {

    @Test
    void keepsAscendingOrderOfUnsignedTags() {
        DataSet dataSet = new DataSet()
                .putInteger(Tag.Rows, 4)
                .putString(0xFFFC1000, Vr.LO, "last")
                .putString(Tag.PatientID, "P1")
                .putString(Tag.SOPClassUID, "1.2");
        assertThat(dataSet.elements())
                .extracting(Element::tag)
                .containsExactly(Tag.SOPClassUID, Tag.PatientID, Tag.Rows, 0xFFFC1000);
        dataSet.remove(Tag.PatientID).putInteger(Tag.Rows, 5);
        assertThat(dataSet.size()).isEqualTo(3);
        assertThat(dataSet.integer(Tag.Rows)).hasValue(5);
        assertThat(dataSet.string(Tag.PatientID)).isEmpty();
    }

    @Test
    void takesRepresentationsFromTheDictionary() {
        DataSet dataSet = new DataSet()
                .putInteger(Tag.Rows, 65535)
                .putString(Tag.InstanceNumber, "12 ")
                .putDecimal(Tag.PixelSpacing, 0.5, 0.12345678901234568)
                .putDecimal(Tag.FrameTime, 33.3)
                .putInteger(Tag.FrameIncrementPointer, Tag.FrameTime)
                .putString(Tag.PatientID, "A", "B");
        assertThat(dataSet.get(Tag.Rows).vr()).isEqualTo(Vr.US);
        assertThat(dataSet.integer(Tag.Rows)).hasValue(65535);
        assertThat(dataSet.string(Tag.Rows)).contains("65535");
        assertThat(dataSet.integer(Tag.InstanceNumber)).hasValue(12);
        assertThat(dataSet.decimals(Tag.PixelSpacing)[1]).isCloseTo(0.1234567890123457, within(1e-14));
        assertThat(dataSet.strings(Tag.PixelSpacing)).allMatch(text -> text.length() <= 16);
        assertThat(dataSet.integer(Tag.FrameIncrementPointer)).hasValue(Tag.FrameTime);
        assertThat(dataSet.string(Tag.FrameIncrementPointer)).contains("00181063");
        assertThat(dataSet.strings(Tag.PatientID)).containsExactly("A", "B");
        dataSet.forEach(element ->
                assertThat(((Element.Value) element).bytes().length % 2).isZero());
    }

    @Test
    void decimalStringsFitSixteenCharacters() {
        for (double number : new double[] {
            0,
            -0.0,
            1,
            -1.5,
            1e-300,
            -1.2345678901234568e-300,
            1e300,
            Math.PI,
            -Math.E * 1e-9,
            123456789.12345679,
            1e15,
            1e16
        }) {
            String text = ValueEncoder.decimalString(number);
            assertThat(text.length()).as("%s", text).isLessThanOrEqualTo(16);
            assertThat(Double.parseDouble(text)).isCloseTo(number, within(Math.abs(number) * 1e-8));
        }
    }

    @Test
    void malformedNumbersAreAbsent() {
        DataSet dataSet = new DataSet()
                .putString(Tag.InstanceNumber, Vr.IS, "twelve")
                .putString(Tag.SliceThickness, Vr.DS, "1,5")
                .putBytes(Tag.Rows, Vr.US, new byte[0]);
        assertThat(dataSet.integer(Tag.InstanceNumber)).isEmpty();
        assertThat(dataSet.decimal(Tag.SliceThickness)).isEmpty();
        assertThat(dataSet.integer(Tag.Rows)).isEmpty();
        assertThat(dataSet.integer(Tag.Rows, 7)).isEqualTo(7);
    }

    @Test
    void blankAndEmptyTextIsAbsent() {
        DataSet dataSet = new DataSet()
                .putString(Tag.PatientID, " ")
                .putEmpty(Tag.PatientName)
                .putEmpty(Tag.ReferencedStudySequence);
        assertThat(dataSet.string(Tag.PatientID)).isEmpty();
        assertThat(dataSet.personName(Tag.PatientName)).isEmpty();
        assertThat(dataSet.contains(Tag.PatientName)).isTrue();
        assertThat(dataSet.items(Tag.ReferencedStudySequence)).isEmpty();
    }

    @Test
    void freeTextKeepsBackslashesAndLeadingBlanks() {
        DataSet dataSet = new DataSet().putString(Tag.PatientComments, "  a\\b ");
        assertThat(dataSet.strings(Tag.PatientComments)).isEqualTo(List.of("  a\\b"));
    }

    @Test
    void newItemsWriteInTheInheritedCharacterSet() {
        DataSet dataSet = new DataSet().putCharacterSet(SpecificCharacterSet.CHINESE);
        DataSet item = dataSet.newItem().putString(Tag.CodeMeaning, "胸部");
        dataSet.putItems(Tag.AnatomicRegionSequence, item);
        assertThat(dataSet.item(Tag.AnatomicRegionSequence).orElseThrow().string(Tag.CodeMeaning))
                .contains("胸部");
        assertThat(dataSet.items(Tag.AnatomicRegionSequence)
                        .getFirst()
                        .bytes(Tag.CodeMeaning)
                        .orElseThrow())
                .hasSize(4);
    }

    @Test
    void parsesPersonNames() {
        assertThat(PersonName.parse("Wang^XiaoDong=王^小东=")).isEqualTo(new PersonName("Wang^XiaoDong", "王^小东", ""));
        assertThat(PersonName.parse("Adams^John Robert Quincy^^Rev.^B.A. M.Div.")
                        .display())
                .isEqualTo("Adams John Robert Quincy Rev. B.A. M.Div.");
        assertThat(PersonName.parse("^^^^").isEmpty()).isTrue();
        assertThat(PersonName.parse("=张三").display()).isEqualTo("张三");
        assertThat(PersonName.parse("=张三").toString()).isEqualTo("=张三");
        assertThat(PersonName.components("Wang^^X")).containsExactly("Wang", "", "X");
    }

    @Test
    void createsValidUids() {
        assertThat(Uids.create()).startsWith("2.25.").matches(Uids::valid).isNotEqualTo(Uids.create());
        assertThat(Uids.of(UUID.fromString("f81d4fae-7dec-11d0-a765-00a0c91e6bf6")))
                .isEqualTo("2.25.329800735698586629295641978511506172918");
        assertThat(Uids.valid("1.2.840.10008.1.1")).isTrue();
        assertThat(List.of("1.02.3", "1..2", "1", "", "1.2.", "a.b", "1." + "2".repeat(63)))
                .noneMatch(Uids::valid);
    }
}
