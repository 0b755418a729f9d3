//! The elements that matter to the text of a page.

/// The kind of a node.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[repr(u8)]
pub(super) enum Tag {
    /// A stretch of text.
    Text,
    /// An element of running text, such as `b` or `span`, or one that is not known.
    Inline,
    /// An element that breaks the line, such as `section`.
    Block,
    /// An element without content, such as `img`.
    Void,
    /// An element whose content nobody reads as part of an article, such as `script` or `nav`.
    Hidden,
    Head,
    Meta,
    Link,
    Title,
    Script,
    Time,
    Html,
    Body,
    Paragraph,
    Anchor,
    Break,
    Heading,
    MainHeading,
    Item,
    List,
    Term,
    Option,
    Table,
    Row,
    Cell,
    Div,
    Article,
    Quote,
    Figure,
    Caption,
    Preformatted,
    Form,
    Header,
}

impl Tag {
    pub(super) const N: usize = Self::Header as usize + 1;

    pub(super) fn from_name(name: &str) -> Self {
        let mut lower = [0; 12];
        let Some(lower) = lower.get_mut(..name.len()) else { return Self::Inline };
        lower.copy_from_slice(name.as_bytes());
        lower.make_ascii_lowercase();
        match &*lower {
            b"p" => Self::Paragraph,
            b"a" => Self::Anchor,
            b"div" => Self::Div,
            b"br" => Self::Break,
            b"li" => Self::Item,
            b"ul" | b"ol" | b"dl" => Self::List,
            b"h1" => Self::MainHeading,
            b"h2" | b"h3" | b"h4" | b"h5" | b"h6" => Self::Heading,
            b"table" => Self::Table,
            b"tr" => Self::Row,
            b"td" | b"th" => Self::Cell,
            b"article" => Self::Article,
            b"blockquote" => Self::Quote,
            b"figure" => Self::Figure,
            b"figcaption" | b"caption" => Self::Caption,
            b"pre" => Self::Preformatted,
            b"form" => Self::Form,
            b"header" => Self::Header,
            b"head" => Self::Head,
            b"meta" => Self::Meta,
            b"link" => Self::Link,
            b"title" => Self::Title,
            b"script" => Self::Script,
            b"time" => Self::Time,
            b"html" => Self::Html,
            b"body" => Self::Body,
            b"dt" | b"dd" => Self::Term,
            b"option" | b"optgroup" => Self::Option,
            b"section" | b"main" | b"center" | b"address" | b"details" | b"summary"
            | b"fieldset" | b"hgroup" | b"tbody" | b"thead" | b"tfoot" | b"search" => Self::Block,
            b"img" | b"hr" | b"input" | b"source" | b"area" | b"base" | b"col" | b"embed"
            | b"param" | b"track" | b"wbr" | b"frame" | b"keygen" => Self::Void,
            b"style" | b"noscript" | b"nav" | b"aside" | b"footer" | b"button" | b"select"
            | b"iframe" | b"svg" | b"template" | b"textarea" | b"object" | b"canvas" | b"video"
            | b"audio" | b"dialog" | b"menu" | b"noembed" | b"noframes" | b"map" | b"math"
            | b"picture" | b"label" | b"xmp" => Self::Hidden,
            _ => Self::Inline,
        }
    }

    pub(super) fn is_void(self) -> bool {
        matches!(self, Self::Void | Self::Break | Self::Meta | Self::Link)
    }

    /// Whether the element lies within a line.
    pub(super) fn is_inline(self) -> bool {
        matches!(
            self,
            Self::Text
                | Self::Inline
                | Self::Anchor
                | Self::Time
                | Self::Void
                | Self::Hidden
                | Self::Script
        )
    }
}
