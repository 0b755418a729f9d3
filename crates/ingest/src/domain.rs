//! The registrable domain of an address.

use std::net::IpAddr;

/// The domain under which a site is registered, in lower case: `news.harborpost.co.uk:80/x` gives
/// `harborpost.co.uk`. An IP address stands for itself. Nothing when the address has no such host.
pub(crate) fn registrable_domain(url: &str) -> Option<String> {
    let host = host(url.trim())?.to_lowercase();
    if host.parse::<IpAddr>().is_ok() {
        return Some(host);
    }
    let host = host.trim_end_matches('.');
    let host = host.strip_prefix("www.").unwrap_or(host);
    psl::domain_str(host).map(str::to_owned)
}

fn host(url: &str) -> Option<&str> {
    let rest = match url.split_once("://") {
        Some((scheme, rest)) if is_scheme(scheme) => rest,
        _ => url.strip_prefix("//").unwrap_or(url),
    };
    let authority = rest.split(['/', '?', '#', '\\']).next()?;
    let (_, address) = authority.rsplit_once('@').unwrap_or(("", authority));
    let host = match address.strip_prefix('[') {
        Some(v6) => v6.split(']').next()?,
        None => address.split(':').next()?,
    };
    let is_plausible = !host.is_empty()
        && !host.contains(|letter: char| letter.is_whitespace() || letter.is_control());
    is_plausible.then_some(host)
}

fn is_scheme(text: &str) -> bool {
    text.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'+' | b'-' | b'.'))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_domain_is_the_one_that_is_registered() {
        let check = |url: &str, expected: Option<&str>| {
            assert_eq!(registrable_domain(url).as_deref(), expected, "{url:?}");
        };
        check("https://www.harborpost.com/a/b?c#d", Some("harborpost.com"));
        check("HTTP://Politics.HarborPost.co.uk:8080/x", Some("harborpost.co.uk"));
        check("http://user:word@harborpost.com", Some("harborpost.com"));
        check("www.harborpost.com", Some("harborpost.com"));
        check("harborpost.com/2018/https://valleynews.com", Some("harborpost.com"));
        check("//cdn.harborpost.com/x", Some("harborpost.com"));
        check("harborpost.com.", Some("harborpost.com"));
        check("http://192.0.2.7:80/x", Some("192.0.2.7"));
        check("http://[2001:DB8::1]:80/x", Some("2001:db8::1"));
        check("localhost", None);
        check("file:///home/x", None);
        check("no such thing", None);
        check("", None);
    }
}
