package org.huizhen.bench;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** Our gateway as a clinic runs it: every instance durable in the spool before its response; no center to send to. */
final class GatewayReceiver implements Receiver {
    @Override
    public String name() {
        return Contest.OURS;
    }

    @Override
    public Optional<String> missing() {
        return Optional.empty();
    }

    @Override
    public Running start(Path folder) throws IOException, InterruptedException {
        return new RunningGateway(Gateway.start(folder));
    }

    private record RunningGateway(Gateway gateway) implements Running {
        @Override
        public int port() {
            return gateway.dicomPort();
        }

        @Override
        public List<String> command() {
            return gateway.process().command();
        }

        @Override
        public long held() throws IOException, InterruptedException {
            HttpRequest request = HttpRequest.newBuilder(
                            URI.create("http://127.0.0.1:" + gateway.httpPort() + "/api/status"))
                    .build();
            try (HttpClient client = HttpClient.newHttpClient()) {
                String body = client.send(request, BodyHandlers.ofString()).body();
                return Json.MAPPER
                        .readTree(body)
                        .path("waiting")
                        .path("instances")
                        .asLong();
            }
        }

        @Override
        public void close() {
            gateway.close();
        }
    }
}
