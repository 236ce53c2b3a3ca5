package org.huizhen.server.recognition;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Arrays;
import java.util.Optional;

/** The six reasons for examining again, ① to ⑥ of 国卫医发〔2022〕6号. */
enum RepeatReason {
    CONDITION_CHANGED("conditionChanged"),
    CHANGES_QUICKLY("changesQuickly"),
    MAJOR_DECISION("majorDecision"),
    EMERGENCY("emergency"),
    FORENSIC("forensic"),
    OTHER("other");

    private final String identifier;

    RepeatReason(String identifier) {
        this.identifier = identifier;
    }

    @JsonValue
    String identifier() {
        return identifier;
    }

    static Optional<RepeatReason> known(String identifier) {
        return Arrays.stream(values())
                .filter(reason -> reason.identifier.equals(identifier))
                .findFirst();
    }

    static RepeatReason of(String identifier) {
        return Arrays.stream(values())
                .filter(reason -> reason.identifier.equals(identifier))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException(identifier));
    }
}
