package org.huizhen.server.patient;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class PersonNamesTest {
    @ParameterizedTest
    @CsvSource({
        "Wang^XiaoDong=王^小东=, 王小东",
        "王^小东, 王小东",
        "Doe^John^^Dr, Doe John Dr",
        "王小东, 王小东",
        "=王^小东, 王小东",
        "==わん^しゃお, わん しゃお",
    })
    void showsTheNameAsPeopleWriteIt(String raw, String shown) {
        assertThat(PersonNames.display(raw)).isEqualTo(shown);
    }

    @ParameterizedTest
    @CsvSource({
        "WANG^XIAODONG, wang xiaodong, false",
        "Wang^XiaoDong=王^小东, 王小东, false",
        "王^小东, 李小东, true",
        "Wang^Xiaodong, Li Xiaodong, true",
        "Wang^Xiaodong, 王小东, false",
        "'', 王小东, false",
        "买买提·艾力, 买买提艾力, false",
    })
    void contradictsOnlyWhereComparable(String raw, String known, boolean contradicts) {
        assertThat(PersonNames.contradict(raw, known)).isEqualTo(contradicts);
    }

    @Test
    void namesInAnotherScriptDoNotAgreeEither() {
        assertThat(PersonNames.agree("Wang^Xiaodong", "王小东")).isFalse();
        assertThat(PersonNames.agree("Wang^Xiaodong=王^小东", "王小东")).isTrue();
    }
}
