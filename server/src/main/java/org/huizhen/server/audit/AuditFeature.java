package org.huizhen.server.audit;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.huizhen.config.Keys;
import org.huizhen.server.access.Access;
import org.huizhen.server.database.Database;
import org.huizhen.server.http.Routes;

/** The audit trail beyond its writing: chaining, exporting the head, verifying, and the auditors' list. */
public final class AuditFeature {
    public static final Duration CHAIN_EVERY = Duration.ofSeconds(2);
    public static final Duration EXPORT_EVERY = Duration.ofMinutes(1);

    private final Database database;
    private final AuditChain chain;
    private final AuditHeadFile file;
    private final AuditVerification verification;
    private final AuditResource resource;

    public AuditFeature(Database database, Access access, Keys keys, Path exportFile) {
        this.database = database;
        this.chain = new AuditChain(database, keys);
        this.file = new AuditHeadFile(exportFile);
        this.verification = new AuditVerification(database, keys, file);
        this.resource = new AuditResource(database, access);
    }

    /**
     * What walking the chain found.
     *
     * @param rows how many rows the chain has
     * @param findings empty when nothing was tampered with
     */
    public record Verdict(long rows, List<String> findings) {
        public boolean whole() {
            return findings.isEmpty();
        }
    }

    public void routes(Routes routes) {
        resource.routes(routes);
    }

    /** Chains what has been committed; a job. */
    public void chain() {
        chain.advance();
    }

    /** Appends the chain's head to the file when it has moved; a job. */
    public void exportHead() {
        AuditChain.Head head = database.read(chain::head);
        boolean moved =
                file.last().map(line -> line.sequence() != head.sequence()).orElse(head.sequence() > 0);
        if (moved) {
            file.append(head, database.write(transaction -> transaction.now()));
        }
    }

    public Verdict verify() {
        return verification.verify();
    }
}
