package org.huizhen.server.exchange;

import java.awt.Font;
import java.awt.Graphics2D;
import java.awt.GraphicsEnvironment;
import java.awt.RenderingHints;
import java.awt.font.FontRenderContext;
import java.awt.font.GlyphVector;
import java.awt.geom.AffineTransform;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.Base64;
import java.util.Comparator;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import javax.imageio.ImageIO;

/**
 * Characters that the fonts of reports lack, such as 𠮷 in a name: drawn from any font of the machine that has them, or
 * named by their number. Never left out, never shown as another character.
 */
final class RareCharacters {
    private static final int SIZE = 256;
    private final Map<Integer, String> drawn = new ConcurrentHashMap<>();

    /** HTML that stands for the character. */
    String html(int character) {
        return drawn.computeIfAbsent(character, this::draw);
    }

    private String draw(int character) {
        String number = "U+%04X".formatted(character);
        return font(character)
                .map(font -> "<img class=\"glyph\" alt=\"" + number + "\" src=\"data:image/png;base64,"
                        + Base64.getEncoder().encodeToString(picture(font, character)) + "\"/>")
                .orElse("〓(" + number + ")");
    }

    private static Optional<Font> font(int character) {
        return Arrays.stream(GraphicsEnvironment.getLocalGraphicsEnvironment().getAllFonts())
                .filter(font -> font.canDisplay(character))
                .min(Comparator.comparing(RareCharacters::heavy).thenComparing(font -> font.getFontName(Locale.ROOT)));
    }

    /** Names set in the regular weight look like the text around them. */
    private static boolean heavy(Font font) {
        return font.getFontName(Locale.ROOT).matches("(?i).*(bold|black|heavy|light|thin|mono).*");
    }

    private static byte[] picture(Font font, int character) {
        BufferedImage image = new BufferedImage(SIZE, SIZE, BufferedImage.TYPE_INT_ARGB);
        Graphics2D graphics = image.createGraphics();
        try {
            graphics.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
            graphics.setColor(java.awt.Color.BLACK);
            FontRenderContext context = new FontRenderContext(new AffineTransform(), true, true);
            GlyphVector glyph = font.deriveFont((float) SIZE).createGlyphVector(context, Character.toString(character));
            // An em square whose baseline stands where that of Chinese fonts does.
            graphics.fill(glyph.getOutline(0, SIZE * 0.88f));
            ByteArrayOutputStream bytes = new ByteArrayOutputStream();
            ImageIO.write(image, "png", bytes);
            return bytes.toByteArray();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } finally {
            graphics.dispose();
        }
    }
}
