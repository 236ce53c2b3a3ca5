package org.huizhen.synthetic;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** The words that stand in the pixels of every synthetic image, as a bitmap. */
final class Mark {
    private static final List<String> ROWS = read();

    private Mark() {}

    /** Called for every pixel that the words cover. */
    interface Dot {
        void at(int x, int y);
    }

    /**
     * Draws the words at the middle of the lower edge, where viewers write nothing of their own, each dot {@code scale}
     * pixels wide and high.
     */
    static void draw(int columns, int rows, int scale, Dot dot) {
        int x = (columns - ROWS.getFirst().length() * scale) / 2;
        int y = rows - rows / 40 - ROWS.size() * scale;
        for (int row = 0; row < ROWS.size() * scale; row++) {
            String line = ROWS.get(row / scale);
            for (int column = 0; column < line.length() * scale; column++) {
                if (line.charAt(column / scale) == '#') {
                    dot.at(x + column, y + row);
                }
            }
        }
    }

    private static List<String> read() {
        InputStream resource = Mark.class.getResourceAsStream("mark.txt");
        if (resource == null) {
            throw new IllegalStateException("mark.txt is missing beside " + Mark.class.getName());
        }
        try (BufferedReader reader = new BufferedReader(new InputStreamReader(resource, StandardCharsets.US_ASCII))) {
            return reader.lines().toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
