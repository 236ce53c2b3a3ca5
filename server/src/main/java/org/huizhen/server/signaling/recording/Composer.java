package org.huizhen.server.signaling.recording;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** Puts the files of a recording together by ffmpeg: a tile for each person and screen, all sound mixed, everything at its time. */
final class Composer {
    private static final int WIDTH = 640;
    private static final int HEIGHT = 360;
    private static final int RATE = 15;
    private static final Duration LEAST = Duration.ofMinutes(10);
    private static final int LONGEST_WORDS = 500;

    /**
     * @param tile what shares a place on the screen: a person's camera, or their screen
     * @param offset from the recording's beginning
     */
    record Source(Path file, String tile, Duration offset) {}

    /** A file as ffprobe sees it. */
    private record Probed(Source source, boolean audio, boolean video, double seconds) {
        double start() {
            return source.offset().toMillis() / 1000.0;
        }
    }

    private Composer() {}

    /** Whether ffmpeg and ffprobe are installed. */
    static boolean available() {
        return onPath("ffmpeg") && onPath("ffprobe");
    }

    private static boolean onPath(String program) {
        String path = System.getenv("PATH");
        return path != null
                && List.of(path.split(":")).stream().anyMatch(folder -> Files.isExecutable(Path.of(folder, program)));
    }

    /**
     * Writes {@code target}, by way of {@code unfinished}. Files that nothing can be read from are left out.
     *
     * @return false when there is nothing in any of them
     * @throws IOException in ffmpeg's words
     */
    static boolean compose(List<Source> sources, Path unfinished, Path target) throws IOException {
        List<Probed> inputs = new ArrayList<>();
        for (Source source : sources) {
            Probed probed = probe(source);
            if (probed.audio() || probed.video()) {
                inputs.add(probed);
            }
        }
        if (inputs.isEmpty()) {
            return false;
        }
        double seconds = inputs.stream()
                .mapToDouble(input -> input.start() + input.seconds())
                .max()
                .orElseThrow();
        Duration limit = Duration.ofSeconds((long) (4 * seconds * inputs.size()));
        run(command(inputs, seconds, unfinished), limit.compareTo(LEAST) < 0 ? LEAST : limit);
        Files.move(unfinished, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        return true;
    }

    private static Probed probe(Source source) throws IOException {
        List<String> command = List.of(
                "ffprobe",
                "-v",
                "error",
                "-show_entries",
                "stream=codec_type:format=duration",
                "-of",
                "default=nk=1:nw=1",
                source.file().toString());
        List<String> lines;
        try {
            lines = run(command, LEAST).lines().map(String::strip).toList();
        } catch (IOException e) {
            return new Probed(source, false, false, 0);
        }
        double seconds = lines.stream()
                .filter(line -> line.matches("[0-9.]+"))
                .mapToDouble(Double::parseDouble)
                .findFirst()
                // A file that was cut off has no duration in its head.
                .orElseGet(() -> lastTime(source.file()));
        return new Probed(source, lines.contains("audio"), lines.contains("video"), seconds);
    }

    private static double lastTime(Path file) {
        try {
            return run(
                            List.of(
                                    "ffprobe",
                                    "-v",
                                    "error",
                                    "-show_entries",
                                    "packet=pts_time",
                                    "-of",
                                    "default=nk=1:nw=1",
                                    file.toString()),
                            LEAST)
                    .lines()
                    .map(String::strip)
                    .filter(line -> line.matches("[0-9.]+"))
                    .mapToDouble(Double::parseDouble)
                    .max()
                    .orElse(0);
        } catch (IOException e) {
            return 0;
        }
    }

    private static List<String> command(List<Probed> inputs, double seconds, Path target) {
        List<String> command = new ArrayList<>(List.of("ffmpeg", "-nostdin", "-y", "-v", "error"));
        inputs.forEach(
                input -> command.addAll(List.of("-i", input.source().file().toString())));
        List<String> filters = new ArrayList<>();
        List<String> maps = new ArrayList<>();
        if (inputs.stream().anyMatch(Probed::video)) {
            picture(inputs, seconds, filters);
            maps.addAll(List.of(
                    "-map", "[picture]", "-c:v", "libvpx", "-deadline", "realtime", "-cpu-used", "8", "-b:v", "2M"));
        }
        if (inputs.stream().anyMatch(Probed::audio)) {
            sound(inputs, filters);
            maps.addAll(List.of("-map", "[sound]", "-c:a", "libopus", "-b:a", "64k"));
        }
        command.addAll(List.of("-filter_complex", String.join(";", filters)));
        command.addAll(maps);
        command.addAll(List.of("-f", "webm", target.toString()));
        return command;
    }

    private static void picture(List<Probed> inputs, double seconds, List<String> filters) {
        Map<String, Integer> tiles = new LinkedHashMap<>();
        inputs.stream()
                .filter(Probed::video)
                .forEach(input -> tiles.putIfAbsent(input.source().tile(), tiles.size()));
        int columns = (int) Math.ceil(Math.sqrt(tiles.size()));
        int rows = (tiles.size() + columns - 1) / columns;
        filters.add(text("color=c=black:s=%dx%d:r=%d:d=%.3f[base0]", columns * WIDTH, rows * HEIGHT, RATE, seconds));
        int layer = 0;
        for (int i = 0; i < inputs.size(); i++) {
            Probed input = inputs.get(i);
            if (!input.video()) {
                continue;
            }
            int tile = tiles.get(input.source().tile());
            filters.add(text(
                    "[%d:v]fps=%d,scale=%d:%d:force_original_aspect_ratio=decrease,pad=%d:%d:(ow-iw)/2:(oh-ih)/2,"
                            + "setpts=PTS+%.3f/TB[tile%d]",
                    i, RATE, WIDTH, HEIGHT, WIDTH, HEIGHT, input.start(), i));
            filters.add(text(
                    "[base%d][tile%d]overlay=x=%d:y=%d:eof_action=pass[base%d]",
                    layer, i, tile % columns * WIDTH, tile / columns * HEIGHT, layer + 1));
            layer++;
        }
        filters.add(text("[base%d]format=yuv420p[picture]", layer));
    }

    private static void sound(List<Probed> inputs, List<String> filters) {
        StringBuilder mixed = new StringBuilder();
        int count = 0;
        for (int i = 0; i < inputs.size(); i++) {
            if (inputs.get(i).audio()) {
                filters.add(text(
                        "[%d:a]aresample=48000:async=1,adelay=%d:all=1[voice%d]",
                        i, Math.round(inputs.get(i).start() * 1000), i));
                mixed.append("[voice").append(i).append(']');
                count++;
            }
        }
        filters.add(text("%samix=inputs=%d:duration=longest:normalize=0[sound]", mixed, count));
    }

    private static String text(String format, Object... values) {
        return String.format(Locale.ROOT, format, values);
    }

    private static String run(List<String> command, Duration limit) throws IOException {
        Path said = Files.createTempFile("huizhen-compose", ".txt");
        try {
            Process process = new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(said.toFile())
                    .start();
            try {
                if (!process.waitFor(limit.toSeconds(), TimeUnit.SECONDS)) {
                    throw new IOException(command.getFirst() + " was not done after " + limit.toMinutes() + " min");
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IOException("interrupted", e);
            } finally {
                process.destroyForcibly();
            }
            String words = Files.readString(said, StandardCharsets.UTF_8);
            if (process.exitValue() != 0) {
                throw new IOException(command.getFirst() + ": "
                        + words.substring(Math.max(0, words.length() - LONGEST_WORDS))
                                .strip());
            }
            return words;
        } finally {
            Files.deleteIfExists(said);
        }
    }
}
