package org.huizhen.server.imaging.retrieve;

import io.javalin.http.Context;
import java.util.List;
import java.util.Optional;
import org.huizhen.dicom.encoding.TransferSyntax;
import org.huizhen.server.imaging.multipart.MediaType;

/** What a client takes (PS3.18 8.7): header {@code Accept} or parameter {@code accept}, in the order of its wish. */
final class Accepting {
    static final String DICOM = "application/dicom";
    static final String ANY_SYNTAX = "*";

    private Accepting() {}

    /**
     * One thing that a client takes.
     *
     * @param type of the part
     * @param multipart whether it comes in a multipart body
     * @param syntax a transfer syntax UID, or {@code *}; empty for the default
     */
    record Wish(String type, boolean multipart, Optional<String> syntax) {
        boolean anySyntax() {
            return syntax.filter(ANY_SYNTAX::equals).isPresent();
        }

        boolean takesSyntax(String uid) {
            return anySyntax() || syntax.filter(uid::equals).isPresent();
        }

        /** Whether the default of PS3.18 8.7.3.5 is taken: plain pixels in explicit little endian. */
        boolean takesDefault() {
            return syntax.isEmpty() || takesSyntax(TransferSyntax.EXPLICIT_LITTLE_ENDIAN.uid());
        }
    }

    /** @param standard the type of parts where the client takes anything */
    static List<Wish> wishes(Context context, String standard) {
        String parameter = context.queryParam("accept");
        return MediaType.accepted(parameter != null ? parameter : context.header("Accept")).stream()
                .map(type -> wish(type, standard))
                .toList();
    }

    private static Wish wish(MediaType type, String standard) {
        Optional<String> syntax = type.parameter("transfer-syntax");
        if (type.takes("multipart/related")) {
            return new Wish(type.parameter("type").orElse(standard), true, syntax);
        }
        return new Wish(type.essence(), false, syntax);
    }
}
