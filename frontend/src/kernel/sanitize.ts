// What ipywidgets' manager takes sanitize-html for (the HTML of descriptions), by the browser's own parser:
// sanitize-html is made for servers, and brings a parser of its own that is a quarter of the bundle.
import DOMPurify from "dompurify";

interface Allowed {
  allowedTags: string[];
  /** By tag, `*` for all; `aria-*` goes without saying. */
  allowedAttributes: Record<string, string[]>;
}

export default (html: string, { allowedTags, allowedAttributes }: Allowed): string =>
  DOMPurify.sanitize(html, { ALLOWED_TAGS: allowedTags, ALLOWED_ATTR: Object.values(allowedAttributes).flat(), ALLOW_DATA_ATTR: false });
