package org.huizhen.server.reading.template;

import java.nio.file.Path;
import org.huizhen.server.access.Access;
import org.huizhen.server.audit.AuditLog;
import org.huizhen.server.database.Database;
import org.huizhen.server.http.Routes;

/** Words that readers begin their reports with. */
public final class TemplateFeature {
    private final TemplateResource templates;

    /** @param catalog the folder with report-templates.yaml */
    public TemplateFeature(Database database, Access access, AuditLog audit, Path catalog) {
        this.templates = new TemplateResource(database, access, audit, TemplateCatalog.load(catalog));
    }

    public void routes(Routes routes) {
        templates.register(routes);
    }
}
