package org.huizhen.dicom.encoding;

import java.io.IOException;
import org.huizhen.dicom.dataset.Dictionary;
import org.huizhen.dicom.dataset.Vr;
import org.huizhen.dicom.encoding.DicomFormatException.Reason;

/** Tells by the first element how a data set is encoded, where nothing or something wrong says so. */
final class SyntaxGuess {
    private SyntaxGuess() {}

    /** The declared syntax, or the plain one that the first element shows in its place. */
    static TransferSyntax confirm(TransferSyntax declared, ByteSource source) throws IOException {
        if (source.peek(8) < 8) {
            return declared;
        }
        int tag = source.ahead16(0, declared.bigEndian()) << 16 | source.ahead16(2, declared.bigEndian());
        Vr vr = Vr.ofCode(source.ahead(4), source.ahead(5));
        if (tag >>> 16 == 0xFFFE) {
            return declared;
        }
        boolean letters = letter(source.ahead(4)) && letter(source.ahead(5));
        if (declared.explicit() && !letters && !declared.bigEndian() && looksImplicit(source)) {
            return TransferSyntax.IMPLICIT_LITTLE_ENDIAN;
        }
        if (!declared.explicit() && vr != null && vr == Dictionary.vr(tag) && source.ahead32(4, false) > 0xFFFF) {
            return TransferSyntax.EXPLICIT_LITTLE_ENDIAN;
        }
        return declared;
    }

    /** The syntax of a data set that comes without meta information. */
    static TransferSyntax guess(ByteSource source) throws IOException {
        if (source.peek(8) < 8) {
            throw new DicomFormatException(Reason.NOT_DICOM, source.position(), 0, "shorter than an element");
        }
        boolean littleGroup = source.ahead16(0, false) <= source.ahead16(0, true);
        if (Vr.ofCode(source.ahead(4), source.ahead(5)) != null) {
            return littleGroup ? TransferSyntax.EXPLICIT_LITTLE_ENDIAN : TransferSyntax.EXPLICIT_BIG_ENDIAN;
        }
        if (looksImplicit(source)) {
            return TransferSyntax.IMPLICIT_LITTLE_ENDIAN;
        }
        throw new DicomFormatException(Reason.NOT_DICOM, source.position(), 0, "neither DICM nor a first element");
    }

    private static boolean letter(int value) {
        return value >= 'A' && value <= 'Z';
    }

    private static boolean looksImplicit(ByteSource source) {
        int tag = source.ahead16(0, false) << 16 | source.ahead16(2, false);
        long length = source.ahead32(4, false) & 0xFFFFFFFFL;
        boolean knownTag =
                (tag & 0xFFFF) == 0 ? length == 4 : Dictionary.find(tag).isPresent();
        return knownTag && (length < 0x10000 || length == 0xFFFFFFFFL) && length - 0xFFFFFFFFL <= source.remaining();
    }
}
