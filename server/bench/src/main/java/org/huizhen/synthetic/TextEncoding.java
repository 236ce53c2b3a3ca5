package org.huizhen.synthetic;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;

/** How the texts of a data set are encoded (PS3.3 C.12.1.1.2). */
public enum TextEncoding {
    GB18030("GB18030", Charset.forName("GB18030")),
    UTF_8("ISO_IR 192", StandardCharsets.UTF_8);

    private final String definedTerm;
    private final Charset charset;

    TextEncoding(String definedTerm, Charset charset) {
        this.definedTerm = definedTerm;
        this.charset = charset;
    }

    String definedTerm() {
        return definedTerm;
    }

    Charset charset() {
        return charset;
    }
}
