package org.huizhen.server.exchange;

import java.nio.file.Path;
import java.time.ZoneId;
import org.huizhen.server.database.Database;
import org.huizhen.server.http.Routes;
import org.huizhen.server.reading.ReadingFeature;

/** Reports on paper and the verification of what is printed on them. */
public final class ExchangeFeature {
    private final PrintResource printing;
    private final VerificationResource verification;

    /**
     * @param web folder of the built web client, where the fonts lie
     * @param publicUrl under which people reach this server; printed codes lead there
     */
    public ExchangeFeature(Database database, ReadingFeature reading, Path web, ZoneId zone, String publicUrl) {
        this.printing = new PrintResource(database, reading, new ReportPdf(new ReportFonts(web), zone, publicUrl));
        this.verification = new VerificationResource(database, reading, zone);
    }

    /** Before the routes of reading: {@code /reports/x.pdf} would be a report's id to them. */
    public void routes(Routes routes) {
        printing.register(routes);
        verification.register(routes);
    }
}
