//! Pages of every size, with the names that a dump may hold.

mod fixture;

use super::*;
use fixture::{names, page, page_without_audit};

#[test]
#[ignore = "writes pages to look at into the folder $PAGES"]
fn pages_to_look_at() {
    let folder = std::path::PathBuf::from(std::env::var("PAGES").expect("$PAGES"));
    for n_outlets in [0, 1, 3, 40, 500] {
        let html = render(&page(&names(n_outlets))).unwrap();
        std::fs::write(folder.join(format!("{n_outlets}.html")), html).unwrap();
    }
    let without = render(&page_without_audit(&names(8))).unwrap();
    std::fs::write(folder.join("no-audit.html"), without).unwrap();
    std::fs::write(folder.join("nothing.html"), render(&StatisticsPage::default()).unwrap())
        .unwrap();
}
