package org.huizhen.dicom.dataset;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PersonNameTest {

    /** The examples of PS3.5 6.2.1.2 and annexes H, I, J. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            nullValues = "-",
            value = {
                "Adams^John Robert Quincy^^Rev.^B.A. M.Div. | Adams^John Robert Quincy^^Rev.^B.A. M.Div. | '' | ''",
                "Yamada^Tarou=山田^太郎=やまだ^たろう | Yamada^Tarou | 山田^太郎 | やまだ^たろう",
                "Wang^XiaoDong=王^小东= | Wang^XiaoDong | 王^小东 | ''",
                "=王^小东 | '' | 王^小东 | ''",
                "Doe^John^^^ | Doe^John | '' | ''",
                "Hong==홍^길동 | Hong | '' | 홍^길동",
                "==  | '' | '' | ''"
            })
    void parsesThreeGroups(String text, String alphabetic, String ideographic, String phonetic) {
        PersonName name = PersonName.parse(text);
        assertThat(name).isEqualTo(new PersonName(alphabetic, ideographic, phonetic));
        assertThat(PersonName.parse(name.toString())).isEqualTo(name);
    }

    @Test
    void formatsComponentsAndRefusesWhatWouldPartThem() {
        assertThat(PersonName.group("Wang", "XiaoDong", "", "", "")).isEqualTo("Wang^XiaoDong");
        assertThat(PersonName.group("Adams", "John", "", "Rev.", "B.A.")).isEqualTo("Adams^John^^Rev.^B.A.");
        assertThat(PersonName.components("Adams^John^^Rev.^B.A.")).containsExactly("Adams", "John", "", "Rev.", "B.A.");
        for (String bad : new String[] {"a^b", "a=b", "a\\b", "a\nb"}) {
            assertThatExceptionOfType(IllegalArgumentException.class).isThrownBy(() -> PersonName.group("A", bad));
        }
        assertThatExceptionOfType(IllegalArgumentException.class)
                .isThrownBy(() -> PersonName.group("1", "2", "3", "4", "5", "6"));
    }

    @Test
    void showsIdeographsBeforeLetters() {
        assertThat(PersonName.parse("Wang^XiaoDong=王^小东").display()).isEqualTo("王小东");
        assertThat(PersonName.parse("Doe^John").display()).isEqualTo("Doe John");
        assertThat(PersonName.parse("==やまだ^たろう").display()).isEqualTo("やまだ たろう");
        assertThat(PersonName.parse("").isEmpty()).isTrue();
    }
}
