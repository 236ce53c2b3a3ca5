package org.huizhen.gateway.status;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.huizhen.gateway.forward.Line;
import org.huizhen.gateway.receive.Refusals;
import org.junit.jupiter.api.Test;

/** The page's texts are whole in both languages, and its script runs in old browsers. */
class PageTest {
    @Test
    void bothLanguagesHaveTheSameKeys() throws IOException {
        assertThat(keys("en: {")).isEqualTo(keys("'zh-CN': {")).hasSizeGreaterThan(50);
    }

    @Test
    void everyTextThatIsAskedForExists() throws IOException {
        Set<String> keys = keys("en: {");
        Matcher used = Pattern.compile("(?:text\\(|fact\\(|data-text=)['\"]([A-Za-z_]+)['\"](?! ?\\+)")
                .matcher(read("status.js") + read("index.html"));
        while (used.find()) {
            assertThat(keys).contains(used.group(1));
        }
        assertThat(keys)
                .containsAll(Arrays.stream(Refusals.Reason.values())
                        .map(reason -> reason.name().toLowerCase(java.util.Locale.ROOT))
                        .toList());
        assertThat(keys)
                .containsAll(Arrays.stream(Line.State.values())
                        .map(state -> "line" + state.name().charAt(0)
                                + state.name().substring(1).toLowerCase(java.util.Locale.ROOT))
                        .collect(Collectors.toSet()));
    }

    @Test
    void theScriptIsOfAnOldEcmaScript() throws IOException {
        assertThat(read("status.js") + read("text.js"))
                .doesNotContain("=>", "`", "fetch(")
                .doesNotContainPattern("\\b(let|const|class|async)\\s");
    }

    private static Set<String> keys(String start) throws IOException {
        String text = read("text.js");
        String body = text.substring(text.indexOf(start) + start.length());
        body = body.substring(0, body.indexOf("\n  }")).replaceAll("'(?:[^'\\\\]|\\\\.)*'", "''");
        Matcher matcher = Pattern.compile("(\\w+): ''").matcher(body);
        Set<String> keys = new TreeSet<>();
        while (matcher.find()) {
            keys.add(matcher.group(1));
        }
        return keys;
    }

    private static String read(String name) throws IOException {
        try (InputStream in = PageTest.class.getResourceAsStream("/page/" + name)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
