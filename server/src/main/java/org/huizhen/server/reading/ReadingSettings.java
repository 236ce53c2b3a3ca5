package org.huizhen.server.reading;

import java.nio.file.Path;
import java.time.Duration;

/**
 * @param lease a claim that is not renewed so long is let go
 * @param singleSignature whether writer and reviewer may be one person everywhere
 * @param catalog the folder with turnaround.yaml
 */
public record ReadingSettings(Duration lease, boolean singleSignature, Path catalog) {}
