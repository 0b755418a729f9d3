//! Content types: what is a page, and its charset.

/// The longest charset label; the longest that is registered has 45 characters.
const MAX_CHARSET_BYTES: usize = 64;

/// A media type in lower case, such as `text/html`, and the charset it comes with.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct ContentType {
    pub(crate) media_type: String,
    pub(crate) charset: Option<String>,
}

/// What can be done with content of a type.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum ContentKind {
    /// HTML.
    Page,
    /// Plain text.
    Text,
    /// No article; the reason under which it is counted.
    Other(&'static str),
}

impl ContentType {
    /// The type that the value of a `Content-Type` field names; an empty one is no type.
    pub(crate) fn new(value: &str) -> Self {
        let media_type = value.split([';', ',', ' ', '\t']).next().unwrap_or_default();
        Self { media_type: media_type.to_ascii_lowercase(), charset: charset(value) }
    }

    /// Content without a type is taken for a page.
    pub(crate) fn kind(&self) -> ContentKind {
        let media_type = self.media_type.as_str();
        let (family, name) = media_type.split_once('/').unwrap_or((media_type, ""));
        ContentKind::Other(match (family, name) {
            ("", "") | ("text", "html") | ("application", "xhtml+xml" | "vnd.wap.xhtml+xml") => {
                return ContentKind::Page;
            }
            ("text", "plain") => return ContentKind::Text,
            ("text", "dns") => "content_type_dns",
            ("text", "css") => "content_type_css",
            ("image", _) => "content_type_image",
            ("audio", _) => "content_type_audio",
            ("video", _) => "content_type_video",
            ("font", _) => "content_type_font",
            (_, "pdf") => "content_type_pdf",
            _ if name.contains("javascript") || name.contains("ecmascript") => {
                "content_type_javascript"
            }
            _ if name.contains("json") => "content_type_json",
            _ if name.contains("font") => "content_type_font",
            _ if name == "xml" || name.ends_with("+xml") => "content_type_xml",
            ("text", _) => "content_type_other_text",
            _ => "content_type_other",
        })
    }
}

fn charset(value: &str) -> Option<String> {
    let lower = value.to_ascii_lowercase();
    let start = lower.find("charset")? + "charset".len();
    let label = lower[start..].trim_start().strip_prefix('=')?.trim_start();
    let label = label.trim_start_matches(['"', '\'']);
    let end = label.find(|letter: char| {
        !(letter.is_ascii_alphanumeric() || matches!(letter, '-' | '_' | ':' | '.' | '+'))
    });
    let label = &label[..end.unwrap_or(label.len())];
    (1..=MAX_CHARSET_BYTES).contains(&label.len()).then(|| label.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_type_and_its_charset_are_read_as_servers_write_them() {
        let check = |value: &str, media_type: &str, charset: Option<&str>| {
            let found = ContentType::new(value);
            assert_eq!(
                (found.media_type.as_str(), found.charset.as_deref()),
                (media_type, charset),
                "{value}"
            );
        };
        check("text/html", "text/html", None);
        check("Text/HTML; Charset=\"ISO-8859-1\"; x=y", "text/html", Some("iso-8859-1"));
        check("text/html charset=utf-8", "text/html", Some("utf-8"));
        check("text/html;charset = 'Windows-1252'", "text/html", Some("windows-1252"));
        check("text/html; charset=", "text/html", None);
        check("text/html; charset=é", "text/html", None);
        check("", "", None);
    }

    #[test]
    fn only_html_and_plain_text_are_articles() {
        let check = |value: &str, expected: ContentKind| {
            assert_eq!(ContentType::new(value).kind(), expected, "{value}");
        };
        check("text/html; charset=utf-8", ContentKind::Page);
        check("application/xhtml+xml", ContentKind::Page);
        check("", ContentKind::Page);
        check("text/plain", ContentKind::Text);
        check("application/rss+xml", ContentKind::Other("content_type_xml"));
        check("application/x-javascript", ContentKind::Other("content_type_javascript"));
        check("image/svg+xml", ContentKind::Other("content_type_image"));
        check("application/ld+json", ContentKind::Other("content_type_json"));
        check("application/octet-stream", ContentKind::Other("content_type_other"));
        check("text/csv", ContentKind::Other("content_type_other_text"));
        check("html", ContentKind::Other("content_type_other"));
    }
}
