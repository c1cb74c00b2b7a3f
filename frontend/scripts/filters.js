/* htmx, for filters without a reload. Its settings are in the page's meta element. */
import "htmx.org";
