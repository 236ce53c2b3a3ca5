package org.huizhen.server.media;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Takes all codecs but Opus and VP8 out of an offer (RFC 8866, RFC 3264): with one codec for everybody the media server forwards and
 * never transcodes, which costs it ten times as much.
 */
public final class OfferedCodecs {
    private static final Pattern MEDIA = Pattern.compile("m=(audio|video) (\\d+) ([A-Z/]+) ([0-9 ]+)");
    private static final Pattern MAP = Pattern.compile("a=rtpmap:(\\d+) ([A-Za-z0-9-]+)/.*");
    private static final Pattern OF_PAYLOAD = Pattern.compile("a=(?:rtpmap|fmtp|rtcp-fb):(\\d+)\\b.*");

    private OfferedCodecs() {}

    /**
     * The offer as the media server gets it.
     *
     * @throws IllegalArgumentException in words, for anything but one audio and one video section at most, or without the codec
     */
    public static String restrict(String sdp) {
        List<List<String>> sections = sections(sdp);
        StringBuilder out = new StringBuilder(sdp.length());
        Set<String> kinds = new HashSet<>();
        for (int i = 0; i < sections.size(); i++) {
            List<String> section = sections.get(i);
            if (i > 0) {
                section = restricted(section, kinds);
            }
            section.forEach(line -> out.append(line).append("\r\n"));
        }
        if (kinds.isEmpty()) {
            throw new IllegalArgumentException("sdp: offers neither audio nor video");
        }
        return out.toString();
    }

    /** First what is about the session, then each medium. */
    private static List<List<String>> sections(String sdp) {
        List<List<String>> sections = new ArrayList<>();
        sections.add(new ArrayList<>());
        for (String line : sdp.split("\r?\n", -1)) {
            if (line.startsWith("m=")) {
                sections.add(new ArrayList<>());
            }
            if (!line.isEmpty()) {
                sections.getLast().add(line);
            }
        }
        if (sections.getFirst().isEmpty() || !sections.getFirst().getFirst().equals("v=0")) {
            throw new IllegalArgumentException("sdp: is no session description");
        }
        return sections;
    }

    private static List<String> restricted(List<String> section, Set<String> kinds) {
        Matcher media = MEDIA.matcher(section.getFirst());
        if (!media.matches()) {
            throw new IllegalArgumentException("sdp: only audio and video are taken");
        }
        String kind = media.group(1);
        if (!kinds.add(kind)) {
            throw new IllegalArgumentException("sdp: has more than one " + kind + " section");
        }
        String codec = kind.equals("audio") ? "OPUS" : "VP8";
        Set<String> kept = new HashSet<>();
        for (String line : section) {
            Matcher map = MAP.matcher(line);
            if (map.matches() && map.group(2).toUpperCase(Locale.ROOT).equals(codec)) {
                kept.add(map.group(1));
            }
        }
        List<String> payloads = new ArrayList<>(List.of(media.group(4).trim().split(" +")));
        payloads.retainAll(kept);
        if (payloads.isEmpty()) {
            throw new IllegalArgumentException("sdp: " + kind + " without " + (kind.equals("audio") ? "Opus" : "VP8"));
        }
        List<String> lines = new ArrayList<>();
        lines.add("m=" + kind + " " + media.group(2) + " " + media.group(3) + " " + String.join(" ", payloads));
        for (String line : section.subList(1, section.size())) {
            Matcher about = OF_PAYLOAD.matcher(line);
            if (!about.matches() || payloads.contains(about.group(1))) {
                lines.add(line);
            }
        }
        return lines;
    }
}
