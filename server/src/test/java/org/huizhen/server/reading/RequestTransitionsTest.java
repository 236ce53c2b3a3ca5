package org.huizhen.server.reading;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.huizhen.server.core.ApiException;
import org.huizhen.server.core.ErrorCode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Every cell of state × action, written out by hand from mission.md; a dot is a refusal. */
class RequestTransitionsTest {
    private static final String[] ACTIONS = {
        "SUBMIT",
        "CLAIM",
        "RENEW",
        "RELEASE",
        "EXPIRE",
        "TAKE_OVER",
        "SAVE_DRAFT",
        "ISSUE_PRELIMINARY",
        "WRITE",
        "APPROVE",
        "SEND_BACK_TO_WRITER",
        "SEND_BACK_TO_LIST",
        "RETURN",
        "RESUBMIT",
        "CANCEL",
        "AMEND",
        "WITHDRAW_AMENDMENT",
        "VOID"
    };
    // Two letters a state: Dr Su Cl Pr Wr Fi Am Aw Re Ca Vo.
    private static final String TABLE = """
            Dr | Su .  .  .  .  .  .  .  .  .  .  .  .  .  Ca .  .  .
            Su | .  Cl .  .  .  .  .  .  .  .  .  .  Re .  Ca .  .  .
            Cl | .  Cl Cl Su Su Cl Cl Pr Wr .  .  .  Re .  Ca .  .  .
            Pr | .  Pr Pr Pr Pr Pr Pr Pr Wr .  .  .  .  .  .  .  .  Vo
            Wr | .  Wr Wr Wr Wr Wr .  .  .  Fi Cl Su Re .  Ca .  .  .
            Fi | .  .  .  .  .  .  .  .  .  .  .  .  .  .  .  Am .  Vo
            Am | .  Am Am Am Am Am Am .  Aw .  .  .  .  .  .  .  Fi Vo
            Aw | .  Aw Aw Aw Aw Aw .  .  .  Fi Am Am .  .  .  .  Fi Vo
            Re | .  .  .  .  .  .  .  .  .  .  .  .  .  Su Ca .  .  .
            Ca | .  .  .  .  .  .  .  .  .  .  .  .  .  .  .  .  .  .
            Vo | .  .  .  .  .  .  .  .  .  .  .  .  .  .  .  .  .  .
            """;

    @ParameterizedTest(name = "{0} × {1} → {2}")
    @MethodSource("cells")
    void followsTheTable(RequestState state, RequestAction action, RequestState next) {
        if (next != null) {
            assertThat(RequestTransitions.require(state, action)).isEqualTo(next);
            return;
        }
        assertThatThrownBy(() -> RequestTransitions.require(state, action))
                .isInstanceOfSatisfying(ApiException.class, refusal -> {
                    assertThat(refusal.code()).isEqualTo(ErrorCode.WRONG_STATE);
                    assertThat(refusal.values()).containsEntry("state", state.status());
                    assertThat(refusal.values()).containsKeys("allowed", "actions");
                });
    }

    @Test
    void namesWhatMayFollow() {
        assertThatThrownBy(() -> RequestTransitions.require(RequestState.FINAL, RequestAction.CLAIM))
                .isInstanceOfSatisfying(
                        ApiException.class,
                        refusal ->
                                assertThat(refusal.values().get("allowed")).isEqualTo(List.of("amending", "voided")));
    }

    @Test
    void leavesNoStateUnreachable() {
        Set<RequestState> reached = EnumSet.of(RequestState.DRAFT);
        for (int round = 0; round < RequestState.values().length; round++) {
            for (RequestState from : EnumSet.copyOf(reached)) {
                for (RequestAction action : RequestAction.values()) {
                    RequestTransitions.next(from, action).ifPresent(reached::add);
                }
            }
        }
        assertThat(reached).containsExactlyInAnyOrder(RequestState.values());
    }

    static Stream<Arguments> cells() {
        List<Arguments> cells = new ArrayList<>();
        for (String line : TABLE.strip().split("\n", -1)) {
            String[] halves = line.split("\\|", -1);
            String[] targets = halves[1].strip().split("\\s+", -1);
            assertThat(targets).hasSameSizeAs(ACTIONS);
            for (int i = 0; i < ACTIONS.length; i++) {
                cells.add(Arguments.of(
                        state(halves[0].strip()),
                        RequestAction.valueOf(ACTIONS[i]),
                        targets[i].equals(".") ? null : state(targets[i])));
            }
        }
        assertThat(cells).hasSize(RequestState.values().length * RequestAction.values().length);
        return cells.stream();
    }

    private static RequestState state(String letters) {
        return switch (letters) {
            case "Dr" -> RequestState.DRAFT;
            case "Su" -> RequestState.SUBMITTED;
            case "Cl" -> RequestState.CLAIMED;
            case "Pr" -> RequestState.PRELIMINARY;
            case "Wr" -> RequestState.WRITTEN;
            case "Fi" -> RequestState.FINAL;
            case "Am" -> RequestState.AMENDING;
            case "Aw" -> RequestState.AMENDMENT_WRITTEN;
            case "Re" -> RequestState.RETURNED;
            case "Ca" -> RequestState.CANCELLED;
            case "Vo" -> RequestState.VOIDED;
            default -> throw new IllegalArgumentException(letters);
        };
    }
}
