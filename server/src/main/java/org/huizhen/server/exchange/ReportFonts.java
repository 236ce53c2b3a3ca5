package org.huizhen.server.exchange;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.BitSet;
import java.util.List;
import java.util.Optional;
import org.apache.fontbox.ttf.CmapLookup;
import org.apache.fontbox.ttf.TTFParser;
import org.apache.fontbox.ttf.TrueTypeFont;
import org.apache.pdfbox.io.RandomAccessReadBufferedFile;
import org.huizhen.server.core.ApiException;
import org.huizhen.server.core.ErrorCode;

/** The fonts of printed reports, laid beside the built web client, and the characters that they can show. */
final class ReportFonts {
    private static final String REGULAR = "NotoSansSC_400Regular.ttf";
    private static final String BOLD = "NotoSansSC_700Bold.ttf";
    private static final int LAST_CHARACTER = 0x3FFFF;

    /** @param shown the code points that both weights have */
    record Faces(Path regular, Path bold, BitSet shown) {}

    private final List<Path> folders;
    private volatile Faces faces;

    /** @param web the folder of the built web client */
    ReportFonts(Path web) {
        Path modules = web.toAbsolutePath().normalize().resolveSibling("node_modules/@expo-google-fonts/noto-sans-sc");
        this.folders = List.of(web.resolve("fonts"), modules.resolve("400Regular"), modules.resolve("700Bold"));
    }

    boolean present() {
        return find(REGULAR).isPresent() && find(BOLD).isPresent();
    }

    /** Read once. @throws ApiException {@code fonts-missing} */
    Faces faces() {
        Faces known = faces;
        if (known == null) {
            Path regular = find(REGULAR).orElseThrow(() -> new ApiException(ErrorCode.FONTS_MISSING));
            Path bold = find(BOLD).orElseThrow(() -> new ApiException(ErrorCode.FONTS_MISSING));
            BitSet shown = characters(regular);
            shown.and(characters(bold));
            known = new Faces(regular, bold, shown);
            faces = known;
        }
        return known;
    }

    private Optional<Path> find(String name) {
        return folders.stream()
                .map(folder -> folder.resolve(name))
                .filter(Files::isRegularFile)
                .findFirst();
    }

    private static BitSet characters(Path file) {
        try (TrueTypeFont font = new TTFParser().parse(new RandomAccessReadBufferedFile(file.toFile()))) {
            CmapLookup glyphs = font.getUnicodeCmapLookup();
            BitSet shown = new BitSet(LAST_CHARACTER);
            for (int character = ' '; character <= LAST_CHARACTER; character++) {
                if (glyphs.getGlyphId(character) != 0) {
                    shown.set(character);
                }
            }
            return shown;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
