package org.huizhen.dicom.dataset;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.Field;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

class DictionaryTest {

    @Test
    void namesItsEdition() {
        assertThat(Dictionary.edition()).matches("20\\d\\d[a-e]");
    }

    @Test
    void findsElementsByTagAndKeyword() {
        Dictionary.Entry entry = Dictionary.find(Tag.PatientID).orElseThrow();
        assertThat(entry).isEqualTo(Dictionary.find("PatientID").orElseThrow());
        assertThat(entry.name()).isEqualTo("Patient ID");
        assertThat(entry.vm()).isEqualTo("1");
        assertThat(entry.vrs()).containsExactly(Vr.LO);
        assertThat(entry.retired()).isFalse();
        assertThat(Dictionary.find("OtherPatientIDs").orElseThrow().retired()).isTrue();
        assertThat(Dictionary.find(0x00100001)).isEmpty();
    }

    @Test
    void knowsRepeatingGroupsGroupLengthsAndPrivateElements() {
        assertThat(Dictionary.find(0x60023000).orElseThrow().keyword()).isEqualTo("OverlayData");
        assertThat(Dictionary.find(0x501E0005).orElseThrow().keyword()).isEqualTo("CurveDimensions");
        assertThat(Dictionary.find(0x60013000)).isEmpty();
        assertThat(Dictionary.vr(0x00080000)).isEqualTo(Vr.UL);
        assertThat(Dictionary.vr(0x00090010)).isEqualTo(Vr.LO);
        assertThat(Dictionary.vr(0x00091001)).isEqualTo(Vr.UN);
        assertThat(Dictionary.vr(Tag.PixelData)).isEqualTo(Vr.OW);
        assertThat(Dictionary.vr(Tag.SmallestImagePixelValue)).isEqualTo(Vr.US);
        assertThat(Dictionary.signedByPixels(Tag.SmallestImagePixelValue)).isTrue();
        assertThat(Dictionary.signedByPixels(Tag.Rows)).isFalse();
    }

    @Test
    void namesUids() {
        assertThat(Dictionary.uidName("1.2.840.10008.5.1.4.1.1.2")).isEqualTo("CT Image Storage");
        assertThat(Dictionary.uidName("1.2.3")).isEqualTo("1.2.3");
        assertThat(Dictionary.uids("SOP Class").size()).isGreaterThan(200);
    }

    @Test
    void constantsAgreeWithTheDictionary() throws IllegalAccessException {
        for (Field field : Tag.class.getFields()) {
            int tag = field.getInt(null);
            if (tag >>> 16 != 0xFFFE) {
                assertThat(Dictionary.find(tag).orElseThrow().keyword()).isEqualTo(field.getName());
            }
        }
        assertThat(Tag.format(Tag.PatientID)).isEqualTo("(0010,0020)");
        assertThat(Tag.name(Tag.PatientID)).isEqualTo("PatientID");
        assertThat(Tag.name(0x00091001)).isEqualTo("(0009,1001)");
    }

    @Test
    void representationsAreFoundByTheirLetters() {
        for (Vr vr : Vr.values()) {
            assertThat(Vr.ofCode(vr.name().charAt(0), vr.name().charAt(1))).isEqualTo(vr);
        }
        assertThat(Vr.ofCode('Z', 'Z')).isNull();
        assertThat(Vr.ofCode(0, 'A')).isNull();
        assertThat(Arrays.stream(Vr.values()).filter(Vr::longLength)).hasSize(13);
    }
}
