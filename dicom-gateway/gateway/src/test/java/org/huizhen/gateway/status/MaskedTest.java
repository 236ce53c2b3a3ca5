package org.huizhen.gateway.status;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class MaskedTest {
    @Test
    void masksAllButTheFamilyNamesFirstCharacter() {
        assertThat(Masked.name("张三")).isEqualTo("张*");
        assertThat(Masked.name("欧阳小明")).isEqualTo("欧***");
        assertThat(Masked.name("𠮷田")).isEqualTo("𠮷*");
        assertThat(Masked.name("王")).isEqualTo("王*");
        assertThat(Masked.name("Wang XiaoDong")).isEqualTo("W*** X***");
        assertThat(Masked.name(" ")).isEmpty();
    }
}
