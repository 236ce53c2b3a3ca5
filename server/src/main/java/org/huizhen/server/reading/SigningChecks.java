package org.huizhen.server.reading;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.ResourceBundle;
import java.util.Set;
import java.util.stream.Collectors;
import org.huizhen.server.core.Actor;
import org.huizhen.server.core.ApiException;
import org.huizhen.server.core.ErrorCode;
import org.huizhen.server.core.StudyId;
import org.jdbi.v3.core.Handle;

/** What stands between a report and its signature: a matched patient, usable images, the rules of safety. */
final class SigningChecks {
    static final String WASTE = "waste-images";
    private static final ResourceBundle.Control NO_FALLBACK =
            ResourceBundle.Control.getNoFallbackControl(ResourceBundle.Control.FORMAT_PROPERTIES);

    /** Rules that the signer goes past, and why. */
    record Confirmed(Set<String> rules, String reason) {
        static final Confirmed NOTHING = new Confirmed(Set.of(), null);

        Confirmed {
            rules = Set.copyOf(rules);
        }
    }

    /** A broken rule in the words of the one who asks. */
    record Warning(String rule, String field, boolean confirmable, String message) {}

    private final SafetyRules rules;

    SigningChecks(SafetyRules rules) {
        this.rules = rules;
    }

    /** What the report breaks as it stands. */
    List<Warning> warnings(Handle handle, StudyFacts study, ReportContent content, Locale locale) {
        ResourceBundle words = ResourceBundle.getBundle(
                "messages.safety",
                locale.getLanguage().equals("en") ? Locale.ENGLISH : Locale.SIMPLIFIED_CHINESE,
                NO_FALLBACK);
        return rules.check(study, sides(handle, study.id()), content).stream()
                .map(breach -> new Warning(breach.rule(), breach.field(), breach.confirmable(), message(words, breach)))
                .toList();
    }

    /**
     * Returns the rules that were gone past by confirmation.
     *
     * @throws ApiException {@code unmatched-patient}, {@code waste-images}, {@code safety-check} naming each rule
     */
    Set<String> require(RequestDesk.Case open, Actor.Person signer, ReportContent content, Confirmed confirmed) {
        if (!confirmed.rules().isEmpty()
                && (confirmed.reason() == null || confirmed.reason().isBlank())) {
            throw ApiException.invalid("confirmReason", "required", "confirmReason");
        }
        if (!open.study().matched()) {
            throw new ApiException(ErrorCode.UNMATCHED_PATIENT);
        }
        List<String> passed = new ArrayList<>();
        if (content.imageQuality() == ImageQuality.REJECTED) {
            if (!confirmed.rules().contains(WASTE)) {
                throw new ApiException(ErrorCode.WASTE_IMAGES);
            }
            passed.add(WASTE);
        }
        List<Warning> broken = warnings(open.transaction().handle(), open.study(), content, signer.locale());
        List<Warning> standing = broken.stream()
                .filter(warning -> !warning.confirmable() || !confirmed.rules().contains(warning.rule()))
                .toList();
        if (!standing.isEmpty()) {
            throw refusal(standing);
        }
        broken.forEach(warning -> passed.add(warning.rule()));
        return Set.copyOf(passed);
    }

    private static ApiException refusal(List<Warning> standing) {
        return new ApiException(
                ErrorCode.SAFETY_CHECK,
                Map.of("rules", standing),
                standing.stream()
                        .map(warning -> new ApiException.FieldError(warning.field(), warning.rule(), warning.message()))
                        .toList());
    }

    private static String message(ResourceBundle words, SafetyRules.Breach breach) {
        String text = words.getString(breach.rule());
        for (Map.Entry<String, String> value : breach.values().entrySet()) {
            String shown = words.containsKey("side." + value.getValue())
                    ? words.getString("side." + value.getValue())
                    : value.getValue();
            text = text.replace("{" + value.getKey() + "}", shown);
        }
        return text;
    }

    private static SafetyRules.Sides sides(Handle handle, StudyId study) {
        Set<String> images = handle
                .createQuery("select unnest(sides) as side from study_laterality where study_id = :study")
                .bind("study", study)
                .mapTo(String.class)
                .stream()
                .collect(Collectors.toSet());
        return new SafetyRules.Sides(
                images, OrderFacts.of(handle, study).map(OrderFacts::sides).orElse(Set.of()));
    }
}
