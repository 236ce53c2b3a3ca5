package org.huizhen.server.http;

import io.javalin.http.Context;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.huizhen.server.core.ApiException;
import org.huizhen.server.core.ErrorCode;

/**
 * The web client's files. Hashed assets may be kept for ever; addresses of pages answer {@code index.html}, whose {@code
 * __CSP_NONCE__} becomes a new nonce each time; everything of the API, and names with a dot, answers 404.
 */
final class WebFiles {
    private static final Set<String> NEVER_PAGES =
            Set.of("api", "dicomweb", "fhir", "assets", "health", "metrics", "signal");

    private static final Map<String, String> TYPES = Map.ofEntries(
            Map.entry("html", "text/html; charset=utf-8"),
            Map.entry("js", "text/javascript; charset=utf-8"),
            Map.entry("mjs", "text/javascript; charset=utf-8"),
            Map.entry("css", "text/css; charset=utf-8"),
            Map.entry("json", "application/json"),
            Map.entry("map", "application/json"),
            Map.entry("svg", "image/svg+xml"),
            Map.entry("png", "image/png"),
            Map.entry("jpg", "image/jpeg"),
            Map.entry("ico", "image/x-icon"),
            Map.entry("wasm", "application/wasm"),
            Map.entry("woff2", "font/woff2"),
            Map.entry("ttf", "font/ttf"),
            Map.entry("txt", "text/plain; charset=utf-8"),
            Map.entry("webmanifest", "application/manifest+json"));

    private final Path root;
    private final SecurityHeaders headers;

    WebFiles(Path root, SecurityHeaders headers) {
        this.root = root.toAbsolutePath().normalize();
        this.headers = headers;
    }

    void answer(Context context) {
        String path = context.path();
        String first = path.length() > 1 ? path.substring(1).split("/", 2)[0] : "";
        Path file = root.resolve(path.substring(1)).normalize();
        boolean named = path.substring(path.lastIndexOf('/') + 1).contains(".");
        if ((named && !NEVER_PAGES.contains(first)) || first.equals("assets")) {
            file(context, file, path);
        } else if (NEVER_PAGES.contains(first)) {
            throw new ApiException(ErrorCode.NOT_FOUND);
        } else {
            page(context);
        }
    }

    private void page(Context context) {
        String nonce = SecurityHeaders.nonce();
        String html = new String(read(root.resolve("index.html")), StandardCharsets.UTF_8);
        context.header("Content-Security-Policy", headers.page(nonce));
        context.header("Cache-Control", "no-store");
        context.contentType("text/html; charset=utf-8").result(html.replace("__CSP_NONCE__", nonce));
    }

    private void file(Context context, Path file, String path) {
        if (!file.startsWith(root) || !Files.isRegularFile(file)) {
            throw new ApiException(ErrorCode.NOT_FOUND);
        }
        String name = file.getFileName().toString();
        if (name.equals("index.html")) {
            page(context);
            return;
        }
        boolean hashed = path.startsWith("/assets/");
        context.header("Cache-Control", hashed ? "public, max-age=31536000, immutable" : "no-cache");
        String tag = tag(file);
        context.header("ETag", tag);
        if (tag.equals(context.header("If-None-Match"))) {
            context.status(304);
            return;
        }
        String extension = name.substring(name.lastIndexOf('.') + 1).toLowerCase(Locale.ROOT);
        context.contentType(TYPES.getOrDefault(extension, "application/octet-stream"));
        // Workers take the policy of their own answer, not of the page.
        context.header("Content-Security-Policy", headers.page(SecurityHeaders.nonce()));
        try {
            context.result(Files.newInputStream(file));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static byte[] read(Path file) {
        try {
            return Files.readAllBytes(file);
        } catch (IOException e) {
            throw new ApiException(ErrorCode.NOT_FOUND);
        }
    }

    private static String tag(Path file) {
        try {
            BasicFileAttributes attributes = Files.readAttributes(file, BasicFileAttributes.class);
            return "\"" + Long.toHexString(attributes.size()) + "-"
                    + Long.toHexString(attributes.lastModifiedTime().toMillis()) + "\"";
        } catch (IOException e) {
            throw new ApiException(ErrorCode.NOT_FOUND);
        }
    }
}
