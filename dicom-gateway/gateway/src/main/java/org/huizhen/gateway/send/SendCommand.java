package org.huizhen.gateway.send;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.huizhen.config.Addresses;
import org.huizhen.config.CertificatePin;
import org.huizhen.config.ConfigException;
import org.huizhen.config.Secret;
import org.huizhen.dicom.scu.RemoteAe;
import org.huizhen.gateway.forward.CenterClient;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Sends folders, files and zip archives; ends with 0 only if nothing was refused. */
@Command(
        name = "send",
        description = "Sends folders, files and zip archives of DICOM instances; exit 1 if any was refused.")
public final class SendCommand implements Callable<Integer> {
    @Parameters(arity = "1..*", paramLabel = "PATH", description = "file, folder or .zip")
    private List<Path> paths;

    @Option(
            names = "--to",
            required = true,
            paramLabel = "TARGET",
            description = "dicom://HOST:PORT/CALLED or https://HOST:PORT")
    private URI target;

    @Option(
            names = "--token-file",
            paramLabel = "FILE",
            description = "bearer token for https, on the file's first line")
    private Path tokenFile;

    @Option(names = "--pin", paramLabel = "PIN", description = "certificate pin of the https target, sha256/…")
    private String pin;

    @Option(
            names = "--calling",
            paramLabel = "AE",
            defaultValue = "HUIZHEN_SEND",
            description = "our AE title (default: ${DEFAULT-VALUE})")
    private String calling;

    @Override
    public Integer call() throws IOException {
        Tally tally = new Tally();
        try (SendFiles files = new SendFiles(tally)) {
            List<SendFiles.SendFile> found = files.find(paths);
            ProgressBar bar = new ProgressBar(found.size(), tally);
            switch (String.valueOf(target.getScheme())) {
                case "dicom" -> new DicomTarget(remote(), calling, tally, bar::show).send(found);
                case "https", "http" -> {
                    try (CenterClient client = client()) {
                        new WebTarget(client, tally, bar::show).send(found);
                    }
                }
                default -> throw new ConfigException("--to must be dicom://HOST:PORT/CALLED or https://HOST:PORT");
            }
            bar.end();
        }
        System.out.println(tally.summary());
        if (tally.empty()) {
            System.err.println("no DICOM instance was found");
        }
        return tally.anyRefused() || tally.empty() ? 1 : 0;
    }

    private RemoteAe remote() {
        String called = String.valueOf(target.getPath()).replaceFirst("^/", "");
        if (target.getHost() == null || target.getPort() < 1 || called.isEmpty() || called.length() > 16) {
            throw new ConfigException("--to must be dicom://HOST:PORT/CALLED, with an AE title of 1 to 16 characters");
        }
        return RemoteAe.of(target.getHost(), target.getPort(), called);
    }

    private CenterClient client() throws IOException {
        if (target.getHost() == null || target.getScheme().equals("http") && !Addresses.isLoopback(target.getHost())) {
            throw new ConfigException("plain http is for this machine only: use https://HOST:PORT");
        }
        if (pin != null && !CertificatePin.isWellFormed(pin)) {
            throw new ConfigException("--pin must be sha256/ and 44 characters");
        }
        Optional<Secret> token = Optional.empty();
        if (tokenFile != null) {
            if (!Files.isReadable(tokenFile)) {
                throw new ConfigException("--token-file " + tokenFile + " cannot be read");
            }
            token = Files.readAllLines(tokenFile).stream().findFirst().map(line -> new Secret(line.strip()));
        }
        URI base = URI.create(target.getScheme() + "://" + target.getAuthority());
        return new CenterClient(base, token, Optional.ofNullable(pin));
    }
}
