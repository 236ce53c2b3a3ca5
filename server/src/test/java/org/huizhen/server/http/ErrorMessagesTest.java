package org.huizhen.server.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Locale;
import java.util.Map;
import org.huizhen.server.core.ErrorCode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

final class ErrorMessagesTest {
    private final ErrorMessages messages = new ErrorMessages();

    @ParameterizedTest
    @EnumSource
    void hasWordsInBothLanguagesAndShowsNobodyAPlaceholder(ErrorCode code) {
        for (Locale locale : new Locale[] {Locale.ENGLISH, Locale.SIMPLIFIED_CHINESE}) {
            assertThat(messages.title(code, locale)).isNotBlank();
            assertThat(messages.detail(code, locale, Map.of())).isNotBlank().doesNotContain("{");
        }
    }
}
