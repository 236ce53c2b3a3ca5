package org.huizhen.server.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class JsonTest {
    private final ObjectMapper json = Json.mapper();

    record Body(List<UUID> ids, UUID id, List<String> words) {}

    @Test
    void readsListsAndAbsentFields() throws Exception {
        Body body = json.readValue("{\"ids\":[\"00000000-0000-7000-8000-000000000000\"],\"id\":null}", Body.class);
        assertThat(body.ids()).hasSize(1);
        assertThat(body.id()).isNull();
        assertThat(body.words()).isNull();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"ids\":[null]}",
                "{\"ids\":[\"\"]}",
                "{\"ids\":[\"x\"]}",
                "{\"id\":\"\"}",
                "{\"words\":[\"a\",null]}",
                "{\"other\":1}"
            })
    void refusesHolesInListsAndEmptyIds(String text) {
        assertThatThrownBy(() -> json.readValue(text, Body.class)).isInstanceOf(JsonMappingException.class);
    }
}
