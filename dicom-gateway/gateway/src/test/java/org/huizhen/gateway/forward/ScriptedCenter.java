package org.huizhen.gateway.forward;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.github.luben.zstd.ZstdInputStream;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import org.huizhen.config.Secret;

/** A small real center: keeps what it is sent, and misbehaves as told. */
public final class ScriptedCenter implements AutoCloseable {
    /** What a request gets instead of an answer. */
    public enum Trouble {
        BUSY,
        DROPPED,
        LOST_ANSWER
    }

    private static final String TOKEN = "token-of-the-clinic";
    private static final ObjectMapper JSON = new ObjectMapper();

    public final Map<String, byte[]> instances = new ConcurrentHashMap<>();
    public final Map<String, Integer> failWith = new ConcurrentHashMap<>();
    public final Queue trouble = new Queue();
    public final List<Long> refusedAtNanos = new CopyOnWriteArrayList<>();
    public final List<Map<String, String>> partHeaders = new CopyOnWriteArrayList<>();
    /** UIDs in the order in which they were stored. */
    public final List<String> stored = new CopyOnWriteArrayList<>();
    /** What heartbeats are told of the rules, by modality. */
    public final Map<String, String> priorities = new ConcurrentHashMap<>();

    public final AtomicInteger heartbeats = new AtomicInteger();
    public final AtomicInteger stores = new AtomicInteger();
    public final AtomicInteger mostAtOnce = new AtomicInteger();
    public final AtomicInteger copies = new AtomicInteger();
    public volatile boolean confirms = true;
    public volatile int everythingFailsWith;

    private final AtomicInteger atOnce = new AtomicInteger();
    private final Map<String, TreeMap<String, String>> announced = new ConcurrentHashMap<>();
    private final HttpServer server;

    /** Troubles to come, one a request. */
    public static final class Queue {
        private final ConcurrentLinkedQueue<Trouble> next = new ConcurrentLinkedQueue<>();

        public void add(Trouble trouble, int times) {
            for (int i = 0; i < times; i++) {
                next.add(trouble);
            }
        }

        Optional<Trouble> poll() {
            return Optional.ofNullable(next.poll());
        }
    }

    public ScriptedCenter() throws IOException {
        this(0);
    }

    public ScriptedCenter(int port) throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 0);
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.createContext("/", this::serve);
        server.start();
    }

    public URI url() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
    }

    public Pairing pairing() {
        return new Pairing(url(), "g1", new Secret(TOKEN), Optional.empty(), "城关镇卫生院");
    }

    public Map<String, String> announced(String study) {
        return announced.getOrDefault(study, new TreeMap<>());
    }

    private void serve(HttpExchange exchange) throws IOException {
        atOnce.incrementAndGet();
        try (exchange) {
            String path = exchange.getRequestURI().getPath();
            byte[] body = body(exchange);
            boolean heartbeat = path.endsWith("/heartbeat");
            Optional<Trouble> now = heartbeat ? Optional.empty() : trouble.poll();
            if (everythingFailsWith > 0 || now.filter(Trouble.BUSY::equals).isPresent()) {
                if (!heartbeat) {
                    refusedAtNanos.add(System.nanoTime());
                }
                answer(exchange, everythingFailsWith > 0 ? everythingFailsWith : 503, "{}");
            } else if (now.filter(Trouble.DROPPED::equals).isPresent()) {
                refusedAtNanos.add(System.nanoTime());
            } else if (path.equals("/api/v1/gateways/pair")) {
                pair(exchange, body);
            } else if (!("Bearer " + TOKEN).equals(exchange.getRequestHeaders().getFirst("Authorization"))) {
                answer(exchange, 401, "{}");
            } else {
                String answer = work(exchange, path, body);
                if (now.isEmpty()) {
                    answer(exchange, answer.contains("00081198") ? 409 : 200, answer);
                } // else LOST_ANSWER: done, and nobody is told
            }
        } finally {
            atOnce.decrementAndGet();
        }
    }

    private String work(HttpExchange exchange, String path, byte[] body) throws IOException {
        if (path.endsWith("/heartbeat")) {
            heartbeats.incrementAndGet();
            ObjectNode answer =
                    JSON.createObjectNode().put("time", Instant.now().toString());
            answer.putArray("studies")
                    .addObject()
                    .put("studyInstanceUid", "1.2.3")
                    .put("state", "complete")
                    .put("received", 1)
                    .put("announced", 1)
                    .put("readingStatus", "claimed")
                    .put("readerName", "李医生");
            ObjectNode rules = answer.putObject("priorities");
            priorities.forEach(rules::put);
            return answer.toString();
        }
        if (path.endsWith("/manifest")) {
            return manifest(path.split("/")[6], JSON.readTree(body));
        }
        if (path.equals("/dicomweb/studies")) {
            stores.incrementAndGet();
            mostAtOnce.accumulateAndGet(atOnce.get(), Math::max);
            return store(exchange.getRequestHeaders().getFirst("Content-Type"), body);
        }
        return study(path.split("/")[6]);
    }

    private void pair(HttpExchange exchange, byte[] body) throws IOException {
        if (!JSON.readTree(body).path("code").asText().equals("4711-0815")) {
            answer(exchange, 403, "{}");
            return;
        }
        ObjectNode answer = JSON.createObjectNode().put("gatewayId", "g1").put("token", TOKEN);
        answer.putObject("configuration").putObject("organization").put("name", "城关镇卫生院");
        answer(exchange, 200, answer.toString());
    }

    private String manifest(String study, JsonNode delta) {
        ObjectNode answer = JSON.createObjectNode();
        var have = answer.putArray("have");
        var missing = answer.putArray("missing");
        for (JsonNode entry : delta.path("add")) {
            String uid = entry.path("sopInstanceUid").asText();
            announced
                    .computeIfAbsent(study, any -> new TreeMap<>())
                    .put(uid, entry.path("sha256").asText());
            byte[] known = instances.get(uid);
            (known != null && sha256(known).equals(entry.path("sha256").asText()) ? have : missing).add(uid);
        }
        return answer.toString();
    }

    private String study(String study) {
        ObjectNode answer = JSON.createObjectNode();
        var missing = answer.putArray("missing");
        answer.putArray("conflicts");
        MessageDigest digest = digest();
        announced(study).forEach((uid, sha256) -> {
            if (instances.containsKey(uid)) {
                digest.update(uid.getBytes(StandardCharsets.US_ASCII));
                digest.update(HexFormat.of().parseHex(sha256));
            } else {
                missing.add(uid);
            }
        });
        boolean whole = confirms && missing.isEmpty();
        answer.put("announced", announced(study).size()).put("confirmed", whole);
        return answer.put("digest", HexFormat.of().formatHex(digest.digest())).toString();
    }

    private String store(String contentType, byte[] body) {
        ObjectNode answer = JSON.createObjectNode();
        String boundary = "--" + contentType.replaceAll(".*boundary=", "");
        for (byte[] part : parts(body, boundary)) {
            String head = new String(part, 0, Math.min(part.length, 2000), StandardCharsets.ISO_8859_1);
            int start = head.indexOf("\r\n\r\n") + 4;
            Map<String, String> headers = new TreeMap<>();
            for (String line : head.substring(0, start).strip().split("\r\n")) {
                headers.put(line.split(": ", 2)[0], line.split(": ", 2)[1]);
            }
            partHeaders.add(headers);
            String meta = head.substring(start + 132);
            // the UID stands in (0002,0003), explicit little endian: tag, VR, length
            int uidAt = meta.indexOf("\u0002\u0000\u0003\u0000UI") + 6;
            int uidLength = meta.charAt(uidAt) | meta.charAt(uidAt + 1) << 8;
            String uid = meta.substring(uidAt + 2, uidAt + 2 + uidLength).replace("\0", "");
            int metaLength = meta.charAt(8) | meta.charAt(9) << 8;
            int dataAt = start + 132 + 12 + metaLength;
            byte[] data = java.util.Arrays.copyOfRange(part, dataAt, part.length);
            keep(answer, uid, data);
        }
        return answer.toString();
    }

    private void keep(ObjectNode answer, String uid, byte[] data) {
        Integer failure = failWith.get(uid);
        byte[] known = instances.get(uid);
        if (failure == null && known != null && !java.util.Arrays.equals(known, data)) {
            failure = 0x0111;
        }
        ObjectNode item =
                list(answer, failure == null ? "00081199" : "00081198").addObject();
        item.putObject("00081155").putArray("Value").add(uid);
        if (failure != null) {
            item.putObject("00081197").putArray("Value").add(failure);
            return;
        }
        if (known != null) {
            copies.incrementAndGet();
        }
        stored.add(uid);
        instances.put(uid, data);
    }

    private static com.fasterxml.jackson.databind.node.ArrayNode list(ObjectNode answer, String tag) {
        return answer.has(tag)
                ? (com.fasterxml.jackson.databind.node.ArrayNode)
                        answer.path(tag).path("Value")
                : answer.putObject(tag).put("vr", "SQ").putArray("Value");
    }

    private static List<byte[]> parts(byte[] body, String boundary) {
        List<byte[]> parts = new ArrayList<>();
        String text = new String(body, StandardCharsets.ISO_8859_1);
        int at = text.indexOf(boundary) + boundary.length() + 2;
        while (true) {
            int end = text.indexOf("\r\n" + boundary, at);
            if (end < 0) {
                return parts;
            }
            parts.add(java.util.Arrays.copyOfRange(body, at, end));
            at = end + 2 + boundary.length() + 2;
        }
    }

    private static byte[] body(HttpExchange exchange) throws IOException {
        InputStream in = exchange.getRequestBody();
        return "zstd".equals(exchange.getRequestHeaders().getFirst("Content-Encoding"))
                ? new ZstdInputStream(in).readAllBytes()
                : in.readAllBytes();
    }

    private static void answer(HttpExchange exchange, int status, String body) throws IOException {
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().add("Content-Type", "application/json");
        exchange.sendResponseHeaders(status, bytes.length);
        exchange.getResponseBody().write(bytes);
    }

    public static String sha256(byte[] bytes) {
        return HexFormat.of().formatHex(digest().digest(bytes));
    }

    private static MessageDigest digest() {
        return org.huizhen.gateway.spool.Sha256.digest();
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
